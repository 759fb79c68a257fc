import { transaction } from '../../../db/client.ts'
import type { Connector, PartitionScope } from '../../connectors/connector.ts'
import type { StepContext, Touched } from '../run-context.ts'
import { touch } from '../run-context.ts'
import { type RunFailure, saveProgress } from './save-progress.ts'

const BATCH = 500

type Missing = { id: string; anchor: string; dn: string; name: string | null }

/**
 * Looks up every object that this attempt's read did not bring and stages those for delete that the source says
 * are deleted or out of scope. One the source does not know is kept, reported and checked again in the next run.
 */
export async function stageMissing(
  step: StepContext,
  connector: Connector,
  scope: readonly PartitionScope[],
): Promise<void> {
  let after = ''
  for (;;) {
    const missing = await listMissing(step, after)
    const last = missing.at(-1)
    if (!last) return
    after = last.anchor
    const whereabouts = await connector.locate(
      missing.map((object) => object.anchor),
      scope,
      step.signal,
    )
    const touched: Touched = new Map()
    const failures: RunFailure[] = []
    for (const object of missing) {
      const found = whereabouts.get(object.anchor) ?? 'unknown'
      if (found === 'deleted' || found === 'out-of-scope')
        touch(touched, 'stage-delete', object.id, object.name ?? object.dn)
      else failures.push(kept(object, found))
    }
    await transaction(async (tx) => {
      await tx.query(`update cs_object set pending_import = 'delete', hash = null where id = any($1)`, [
        touched.get('stage-delete')?.ids ?? [],
      ])
      await saveProgress(tx, step, {
        touched,
        failures,
        progress: { phase: 'checking what is missing', done: 0 },
      })
    }, step.pool)
  }
}

function kept(object: Missing, found: 'in-scope' | 'unknown'): RunFailure {
  const cause =
    found === 'in-scope'
      ? 'The source still holds it in scope although the read did not bring it.'
      : 'The source answered neither that it exists nor that it was deleted.'
  return {
    csId: object.id,
    name: object.name ?? object.dn,
    code: 'import.missing_unexplained',
    message: `${object.dn} was not in this import. ${cause} Nothing was deleted; it is checked again in the next run.`,
  }
}

async function listMissing(step: StepContext, after: string): Promise<Missing[]> {
  const { rows } = await step.pool.query<Missing>(
    `select id, anchor, dn, attributes ->> 'displayName' as name from cs_object o
     where connector_id = $1 and not placeholder and anchor > $4
       and pending_import is distinct from 'delete'
       and not exists (select from run_seen s where s.run_id = $2 and s.attempt = $3 and s.cs_id = o.id)
     order by anchor limit ${BATCH}`,
    [step.settings.id, step.runId, step.attempt, after],
  )
  return rows
}

/** Removes placeholders that nothing refers to any more. */
export async function deleteOrphanPlaceholders(step: StepContext): Promise<void> {
  await step.pool.query(
    `delete from cs_object o where connector_id = $1 and placeholder
       and not exists (select from cs_edge e where e.target_id = o.id)
       and not exists (select from cs_edge e where e.source_id = o.id)`,
    [step.settings.id],
  )
}
