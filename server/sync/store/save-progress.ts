import type pg from 'pg'
import { jsonRows } from '../../../db/json.ts'
import { type Lease, renewLease } from '../lease.ts'
import type { Statistics, Touched } from '../run-context.ts'

export type RunProgress = {
  /** Words for people: what the step is doing. */
  readonly phase: string
  readonly done: number
  readonly total?: number
}

export type RunFailure = {
  readonly csId?: string
  readonly name: string
  readonly code: string
  readonly message: string
  readonly attribute?: string
  readonly details?: unknown
}

/**
 * Commits what a batch did together with the batch: fences the transaction by the lease, adds to the run's
 * statistics, notes the touched objects and failures, and stores where to go on.
 */
export async function saveProgress(
  tx: pg.PoolClient,
  run: { readonly runId: string; readonly lease: Lease },
  batch: {
    readonly touched: Touched
    readonly failures?: readonly RunFailure[]
    readonly progress: RunProgress
    readonly cursor?: unknown
    /** Counters without objects of their own, e.g. `stage-no-change`. */
    readonly counted?: Statistics
  },
): Promise<void> {
  await renewLease(tx, run.lease)
  const added: Statistics = { ...batch.counted }
  for (const [statistic, { ids }] of batch.touched) added[statistic] = (added[statistic] ?? 0) + ids.length
  if (batch.failures?.length) added.errors = (added.errors ?? 0) + batch.failures.length
  await tx.query(
    `update run set progress = $2, cursor = coalesce($3, cursor),
       statistics = statistics || (
         select coalesce(jsonb_object_agg(key, value::int + coalesce((run.statistics ->> key)::int, 0)), '{}')
         from jsonb_each_text($4))
     where id = $1`,
    [
      run.runId,
      JSON.stringify(batch.progress),
      batch.cursor === undefined ? null : JSON.stringify(batch.cursor),
      JSON.stringify(added),
    ],
  )
  await noteTouched(tx, run.runId, batch.touched)
  if (batch.failures?.length) await noteFailures(tx, run.runId, batch.failures)
}

async function noteTouched(tx: pg.PoolClient, runId: string, touched: Touched): Promise<void> {
  for (const [statistic, { ids, names }] of touched) {
    await tx.query('insert into run_touched (run_id, statistic, object_ids, names) values ($1, $2, $3, $4)', [
      runId,
      statistic,
      ids,
      names,
    ])
  }
}

async function noteFailures(
  tx: pg.PoolClient,
  runId: string,
  failures: readonly RunFailure[],
): Promise<void> {
  await tx.query(
    `insert into run_error (run_id, cs_id, name, code, error)
     select $1, f."csId", f.name, f.code, to_jsonb(f) - 'csId' - 'name' - 'code'
     from jsonb_to_recordset($2::jsonb)
       as f("csId" uuid, name text, code text, message text, attribute text, details jsonb)`,
    [runId, jsonRows(failures)],
  )
}
