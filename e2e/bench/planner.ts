import { pool } from '../../db/client.ts'
import { getActiveConfiguration } from '../../server/configuration/versions.ts'
import { newId } from '../../server/ids.ts'
import { lookupsFor } from '../../server/sync/engine/lookups-for.ts'
import type { CsObject, Lookups } from '../../server/sync/engine/model.ts'
import { planObject } from '../../server/sync/engine/plan-object.ts'
import { loadRules } from '../../server/sync/load-rules.ts'
import { loadObjects } from '../../server/sync/store/load-batch.ts'
import type { Installation } from './installation.ts'

/** More would only take memory. */
const MOST = 20_000

/**
 * Objects per second of the planner alone, on one core with the default rules: every source object as if it were new,
 * already in memory.
 */
export async function measurePlanner({ connectorId }: Installation): Promise<number> {
  const { document } = await getActiveConfiguration(pool())
  const { compiled } = await loadRules(pool(), document)
  const objects: CsObject[] = []
  for (const objectType of compiled.inbound.get(connectorId)?.keys() ?? []) {
    const selection = { connectorId, objectType, after: '', which: 'all' as const, joins: [], limit: MOST }
    for (const object of await loadObjects(pool(), selection)) {
      objects.push({ ...object, link: undefined, pendingImport: 'add' })
    }
  }
  const now = new Date()
  const started = performance.now()
  for (const object of objects) {
    lookupsFor(compiled, object)
    planObject(compiled, { object, mv: undefined, linked: [], lookups: NOTHING_FOUND, now, newId })
  }
  return objects.length / ((performance.now() - started) / 1000)
}

const NOTHING_FOUND: Lookups = { candidates: new Map(), targetByDn: new Map(), targetByJoin: new Map() }
