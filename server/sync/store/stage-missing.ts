import type pg from 'pg'
import { transaction } from '../../../db/client.ts'
import type { Connector, PartitionScope } from '../../connectors/connector.ts'
import type { StepContext, Touched } from '../run-context.ts'
import { touch } from '../run-context.ts'
import { type RunFailure, saveProgress } from './save-progress.ts'

const BATCH = 500

type Missing = { id: string; anchor: string; dn: string; name: string | null }

/** `frozen`: nothing was staged because the read brought nothing; `unexplained`: some objects were kept. */
export type MissingOutcome = 'explained' | 'unexplained' | 'frozen'

/**
 * Looks up every object that this attempt's read did not bring and stages those for delete that the source says
 * are deleted or out of scope. One the source does not know is kept, reported and checked again in the next run. A
 * read that brought nothing at all deletes only when the source explains every single object.
 */
export async function stageMissing(
  step: StepContext,
  connector: Connector,
  scope: readonly PartitionScope[],
  read: { readonly nothingRead: boolean },
): Promise<MissingOutcome> {
  if (read.nothingRead) {
    for await (const { unexplained } of locateMissing(step, connector, scope)) {
      const [first] = unexplained
      if (first) return freeze(step, first)
    }
  }
  let outcome: MissingOutcome = 'explained'
  for await (const { gone, unexplained } of locateMissing(step, connector, scope)) {
    if (unexplained.length > 0) outcome = 'unexplained'
    const touched: Touched = new Map()
    for (const object of gone) touch(touched, 'stage-delete', object.id, object.name ?? object.dn)
    await transaction(async (tx) => {
      await tx.query(`update cs_object set pending_import = 'delete', hash = null where id = any($1)`, [
        touched.get('stage-delete')?.ids ?? [],
      ])
      await saveProgress(tx, step, {
        touched,
        failures: unexplained.map(kept),
        progress: { phase: 'checking what is missing', done: 0 },
      })
    }, step.pool)
  }
  return outcome
}

/** Batch by batch what was not read: what the source says is gone, and what it does not explain. */
async function* locateMissing(
  step: StepContext,
  connector: Connector,
  scope: readonly PartitionScope[],
): AsyncGenerator<{ gone: Missing[]; unexplained: Unexplained[] }> {
  let after = ''
  for (;;) {
    const missing = await listMissing(step, after)
    const last = missing.at(-1)
    if (!last) return
    after = last.anchor
    const anchors = missing.map((object) => object.anchor)
    const whereabouts = await connector.locate(anchors, scope, step.signal)
    const gone: Missing[] = []
    const unexplained: Unexplained[] = []
    for (const object of missing) {
      const found = whereabouts.get(object.anchor) ?? 'unknown'
      if (found === 'deleted' || found === 'out-of-scope') gone.push(object)
      else unexplained.push({ ...object, found })
    }
    yield { gone, unexplained }
  }
}

async function freeze(step: StepContext, example: Unexplained): Promise<'frozen'> {
  const message = `The read brought no object at all, and the source does not say that ${example.dn} and others are gone. Nothing was deleted. Check the rights of the account and the selected domains and OUs.`
  await transaction(
    (tx) =>
      saveProgress(tx, step, {
        touched: new Map(),
        failures: [{ name: step.settings.name, code: 'import.empty_answer', message }],
        progress: { phase: 'checking what is missing', done: 0 },
      }),
    step.pool,
  )
  return 'frozen'
}

type Unexplained = Missing & { readonly found: 'in-scope' | 'unknown' }

function kept(object: Unexplained): RunFailure {
  const cause =
    object.found === 'in-scope'
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
  return transaction(async (tx) => {
    // What was seen is as much as there is, and the database has no statistics of it: compared row by row it would
    // take the square of that.
    await tx.query('set local enable_nestloop = off')
    const { rows } = await tx.query<Missing>(
      `select id, anchor, dn, attributes ->> 'displayName' as name from cs_object o
       where connector_id = $1 and not placeholder and anchor > $4
         and pending_import is distinct from 'delete'
         and not exists (select from run_seen s where s.run_id = $2 and s.attempt = $3 and s.cs_id = o.id)
       order by anchor limit ${BATCH}`,
      [step.settings.id, step.runId, step.attempt, after],
    )
    return rows
  }, step.pool)
}

/** Removes placeholders that nothing refers to any more. */
export async function deleteOrphanPlaceholders(tx: pg.PoolClient, connectorId: string): Promise<void> {
  await tx.query(
    `delete from cs_object o where connector_id = $1 and placeholder
       and not exists (select from cs_edge e where e.target_id = o.id)
       and not exists (select from cs_edge e where e.source_id = o.id)`,
    [connectorId],
  )
}
