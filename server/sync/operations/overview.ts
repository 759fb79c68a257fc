import { z } from 'zod'
import type { Sql } from '../../../db/client.ts'
import { getActiveConfiguration } from '../../configuration/versions.ts'
import { query } from '../../operation/define.ts'
import { loadPendingSet } from '../pending-set.ts'
import { findCycles } from '../queries/find-runs.ts'
import { getTarget } from '../queries/find-target.ts'
import { isStaging } from '../switches.ts'
import { cycleSchema } from './run-schemas.ts'

const connector = z.object({
  id: z.string(),
  name: z.string(),
  type: z.string(),
  role: z.enum(['source', 'target']),
  stage: z.enum(['active', 'staged']),
  sample: z.boolean(),
  objects: z.number(),
})

const pending = z.object({
  adds: z.number(),
  updates: z.number(),
  deletes: z.number(),
  disables: z.number(),
  /** The guard stops the next export until this set is approved. */
  blocked: z.boolean(),
  reasons: z.array(z.string()),
})

export const overview = query({
  name: 'sync.overview',
  summary: 'Is identity flowing: mode, cycles with live progress, what waits, errors',
  permission: 'sync.run.read',
  route: { method: 'GET', path: '/sync/overview' },
  input: z.object({}),
  output: z.object({
    mode: z.enum(['active', 'staging']),
    connectors: z.array(connector),
    runningCycle: cycleSchema.nullable(),
    lastCycle: cycleSchema.nullable(),
    pending,
    /** Objects with a synchronization or export error. */
    errors: z.number(),
    /** Metaverse objects. */
    metaverseObjects: z.number(),
  }),
  run: async ({ sql }) => {
    const target = await getTarget(sql)
    const { document } = await getActiveConfiguration(sql)
    const [running] = await findCycles(sql, `where c.state in ('queued', 'running') limit 1`, [])
    const [last] = await findCycles(sql, `where c.finished_at is not null order by c.id desc limit 1`, [])
    const set = await loadPendingSet(sql, target.id, document.guard)
    const counts = await countObjects(sql, target.id)
    const staging = await isStaging(sql)
    return {
      mode: staging ? ('staging' as const) : ('active' as const),
      connectors: await listConnectors(sql),
      runningCycle: running ?? null,
      lastCycle: last ?? null,
      pending: {
        adds: counts.adds,
        updates: counts.updates,
        deletes: set.deletes,
        disables: set.disables,
        blocked: set.verdict.verdict !== 'go' && !set.approved,
        reasons: set.verdict.reasons.map((reason) => reason.message),
      },
      errors: counts.errors,
      metaverseObjects: counts.metaverse,
    }
  },
})

async function listConnectors(sql: Sql): Promise<z.input<typeof connector>[]> {
  const { rows } = await sql.query<z.input<typeof connector>>(
    `select k.id, k.name, k.type, k.role, k.stage, k.sample, (select count(*)::int from cs_object o
       where o.connector_id = k.id and not o.placeholder) as objects
     from connector k order by k.role, k.ordinal`,
  )
  return rows
}

async function countObjects(sql: Sql, targetId: string) {
  const { rows } = await sql.query<{ adds: number; updates: number; errors: number; metaverse: number }>(
    `select
       (select count(*)::int from cs_object where connector_id = $1 and export_state in ('pending', 'error')
         and export_operation = 'add') as adds,
       (select count(*)::int from cs_object where connector_id = $1 and export_state in ('pending', 'error')
         and export_operation = 'update') as updates,
       (select count(*)::int from cs_object where sync_error is not null or export_state = 'error') as errors,
       (select count(*)::int from mv_object) as metaverse`,
    [targetId],
  )
  return rows[0] ?? { adds: 0, updates: 0, errors: 0, metaverse: 0 }
}
