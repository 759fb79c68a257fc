import { transaction } from '../../db/client.ts'
import type { Connector } from '../connectors/connector.ts'
import { AppError } from '../errors.ts'
import { renewLease } from './lease.ts'
import type { StepContext, Touched } from './run-context.ts'
import { removeConfirmedDeletes } from './store/confirm-references.ts'
import { saveProgress } from './store/save-progress.ts'

const BATCH = 500

/** True when a target cannot tell what changed since the stored cursor, and has to be read from the beginning. */
export function needsReread(error: unknown): boolean {
  return error instanceof AppError && /^connector\.cursor_(expired|invalid)$/.test(error.code)
}

/**
 * Prepares a read from the beginning: what was removed meanwhile is not reported any more, so that references count as
 * unknown until they are read again; afterwards all are resolved again.
 */
export async function forgetReferences(step: StepContext): Promise<void> {
  await transaction(async (tx) => {
    await renewLease(tx, step.lease)
    const own = 'e.source_id in (select o.id from cs_object o where o.connector_id = $1)'
    await tx.query(`delete from cs_edge e where ${own} and (e.state is null or e.state = 'removed')`, [
      step.settings.id,
    ])
    await tx.query(`update cs_edge e set state = 'add' where ${own} and e.state = 'added'`, [
      step.settings.id,
    ])
    await tx.query(
      `insert into edge_work (mv_id) select distinct mv_id from cs_object where connector_id = $1 and mv_id is not null
       on conflict do nothing`,
      [step.settings.id],
    )
    await tx.query('update connector set cursor = null where id = $1', [step.settings.id])
  }, step.pool)
}

/** Asks the target for every object it is known to hold, and takes over which of them are gone. */
export async function removeForgotten(step: StepContext, connector: Connector): Promise<void> {
  let after = ''
  for (;;) {
    const { rows } = await step.pool.query<{ anchor: string }>(
      `select anchor from cs_object where connector_id = $1 and anchor > $2
         and pending_import is distinct from 'delete' order by anchor limit ${BATCH}`,
      [step.settings.id, after],
    )
    const anchors = rows.map((row) => row.anchor)
    const last = anchors.at(-1)
    if (last === undefined) return
    after = last
    const whereabouts = await connector.locate(anchors, [], step.signal)
    const gone = anchors.filter((anchor) => whereabouts.get(anchor) === 'deleted')
    await transaction(async (tx) => {
      const touched: Touched = new Map()
      await removeConfirmedDeletes(tx, step.settings.id, gone, touched)
      await saveProgress(tx, step, { touched, progress: { phase: 'checking what is missing', done: 0 } })
    }, step.pool)
  }
}
