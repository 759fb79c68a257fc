import type pg from 'pg'
import { type Sql, transaction } from '../../db/client.ts'
import type { Configuration } from '../configuration/schema.ts'
import type { ExportChange, ExportResult } from '../connectors/connector.ts'
import { exportReferences } from './export-references.ts'
import { renewLease } from './lease.ts'
import { type ExportWriter, openForExport } from './open-for-export.ts'
import { loadPendingSet, type PendingSet } from './pending-set.ts'
import { type StepContext, type StepResult, type Touched, touch } from './run-context.ts'
import { isRefusedData } from './step-failure.ts'
import { changeOf, loadPendingExports, type PendingExport } from './store/load-pending-exports.ts'
import { refreshStatistics } from './store/refresh-statistics.ts'
import { type ExportOutcome, saveExported } from './store/save-exported.ts'
import { type RunFailure, saveProgress } from './store/save-progress.ts'
import { isStaging } from './switches.ts'

/** Where an export goes on. Rows tell what is still pending; this tells only the phase. */
export type ExportCursor = {
  readonly phase: 'objects' | 'retry' | 'references'
  readonly done: number
  /** The guard held deletes and disables back (`holdDeletesOnly`). */
  readonly held: boolean
}

/**
 * Sends pending exports to a target: deletes first, then updates, then adds in the order their sources were created,
 * so that values are released before they are claimed; then references. The guard stands before the first write: too
 * many deletes or disables stop the whole export until exactly that set is approved. An object that is refused keeps
 * its pending change and is tried again in the next export.
 */
export async function exportPending(
  step: StepContext,
  guard: Configuration['guard'],
  options: { readonly cursor: ExportCursor | undefined; readonly total: number; readonly now: Date },
): Promise<StepResult> {
  if (await isStaging(step.pool)) return { done: true, state: 'no-start-staging' }
  const writer = openForExport(step.settings)
  let cursor = options.cursor
  if (!cursor) {
    cursor = await passGuard(step, guard)
    if (!cursor) return { done: true, state: 'stopped-deletion-threshold-exceeded' }
  }
  while (cursor.phase !== 'references') {
    step.signal.throwIfAborted()
    if (step.sliceOver()) return { done: false }
    const batch = await loadPendingExports(step.pool, step.settings.id, cursor.held)
    if (batch.length > 0) {
      cursor = { ...cursor, done: cursor.done + batch.length }
      await exportBatch(step, writer, batch, cursor, options)
      await refreshStatistics(step.pool, { before: cursor.done - batch.length, now: cursor.done })
    } else if (cursor.phase === 'objects') {
      // A value may have been given up only after its claimant was refused.
      cursor = { ...cursor, phase: 'retry' }
      await retryRefused(step, cursor)
    } else {
      cursor = { ...cursor, phase: 'references' }
    }
  }
  if (!(await exportReferences(step, writer, cursor, options.now))) return { done: false }
  const { rows } = await step.pool.query<{ errors: boolean }>(
    `select exists (select from cs_object where connector_id = $1 and export_state = 'error')
       or exists (select from run_error r join cs_edge e on e.source_id = r.cs_id and e.state in ('add', 'remove')
         where r.run_id = $2) as errors`,
    [step.settings.id, step.runId],
  )
  if (cursor.held) return { done: true, state: 'stopped-deletion-threshold-exceeded' }
  return { done: true, state: rows[0]?.errors ? 'completed-export-errors' : 'success' }
}

/**
 * Where the export starts, or nothing when it may not. An approval of exactly this set is used up together with the
 * start, so that an interrupted export goes on with it; approvals of any other set are void from now on.
 */
async function passGuard(
  step: StepContext,
  guard: Configuration['guard'],
): Promise<ExportCursor | undefined> {
  return transaction(async (tx) => {
    await renewLease(tx, step.lease)
    const pending = await loadPendingSet(tx, step.settings.id, guard)
    const verdict = await decide(tx, step, pending)
    await tx.query('update export_approval set used_at = now() where connector_id = $1 and used_at is null', [
      step.settings.id,
    ])
    if (verdict === 'stop') return undefined
    const cursor: ExportCursor = { phase: 'objects', done: 0, held: verdict === 'hold' }
    await retryErrors(tx, step.settings.id)
    await tx.query('update run set cursor = $2 where id = $1', [step.runId, JSON.stringify(cursor)])
    return cursor
  }, step.pool)
}

async function decide(
  tx: pg.PoolClient,
  step: StepContext,
  pending: PendingSet,
): Promise<'go' | 'hold' | 'stop'> {
  if (pending.verdict.verdict === 'go' || pending.approved) return 'go'
  await tx.query('update run set error = $2 where id = $1', [
    step.runId,
    JSON.stringify({
      code: 'sync.deletion_threshold',
      message: pending.verdict.reasons.map((reason) => reason.message).join(' '),
      details: { deletes: pending.deletes, disables: pending.disables, setHash: pending.setHash },
    }),
  ])
  return pending.verdict.verdict
}

async function retryErrors(sql: Sql, connectorId: string, which = ''): Promise<void> {
  await sql.query(
    `update cs_object set export_state = 'pending' where connector_id = $1 and export_state = 'error' ${which}`,
    [connectorId],
  )
}

/** What may succeed at the end of the same export; until then it is no failure. */
function isTriedAgain(error: { readonly code: string }): boolean {
  return error.code === VALUE_IN_USE
}

const VALUE_IN_USE = 'AttributeValueMustBeUnique'

async function retryRefused(step: StepContext, cursor: ExportCursor): Promise<void> {
  await transaction(async (tx) => {
    await renewLease(tx, step.lease)
    await retryErrors(tx, step.settings.id, `and export_error ->> 'code' = '${VALUE_IN_USE}'`)
    await tx.query('update run set cursor = $2 where id = $1', [step.runId, JSON.stringify(cursor)])
  }, step.pool)
}

/** A batch that the database refuses is taken apart, so that one bad object stays one bad object. */
async function exportBatch(
  step: StepContext,
  writer: ExportWriter,
  batch: readonly PendingExport[],
  cursor: ExportCursor,
  options: { readonly total: number; readonly now: Date },
): Promise<void> {
  try {
    await writeBatch(step, batch, cursor, options, (tx, changes) => writer.write(tx, changes, options.now))
  } catch (error) {
    if (!isRefusedData(error)) throw error
    const [only] = batch
    if (batch.length > 1) for (const one of batch) await exportBatch(step, writer, [one], cursor, options)
    else if (only) await writeBatch(step, batch, cursor, options, async () => [refused(only, error)])
  }
}

function refused({ id, name }: PendingExport, error: unknown): ExportResult {
  const reason = error instanceof Error ? error.message : 'no reason was given'
  const message = `${name} could not be written (${reason}). Correct the value at fault in its source.`
  return { id, ok: false, error: { code: 'export.refused_by_database', message, retry: true } }
}

async function writeBatch(
  step: StepContext,
  batch: readonly PendingExport[],
  cursor: ExportCursor,
  options: { readonly total: number },
  write: (tx: pg.PoolClient, changes: readonly ExportChange[]) => Promise<readonly ExportResult[]>,
): Promise<void> {
  await transaction(async (tx) => {
    const changes = batch.flatMap((pending) => changeOf(pending) ?? [])
    const outcomes = outcomesOf(batch, changes, await write(tx, changes))
    const retried = cursor.phase === 'objects' ? isTriedAgain : () => false
    await saveExported(tx, step.runId, outcomes, retried)
    const { touched, failures } = summary(outcomes)
    await saveProgress(tx, step, {
      touched,
      failures: failures.filter((failure) => !retried(failure)),
      cursor,
      progress: { phase: 'exporting', done: cursor.done, total: Math.max(options.total, cursor.done) },
    })
  }, step.pool)
}

function outcomesOf(
  batch: readonly PendingExport[],
  changes: readonly ExportChange[],
  results: readonly ExportResult[],
): ExportOutcome[] {
  const byId = new Map(results.map((result) => [result.id, result]))
  const unanswered = changes.find(({ id }) => !byId.has(id))
  if (unanswered) throw new Error(`The target gave no result for ${unanswered.dn}`)
  return batch.map((pending) => ({ pending, result: byId.get(pending.id) }))
}

function summary(outcomes: readonly ExportOutcome[]): { touched: Touched; failures: RunFailure[] } {
  const touched: Touched = new Map()
  const failures: RunFailure[] = []
  for (const { pending, result } of outcomes) {
    if (!result) continue
    if (result.ok) touch(touched, `export-${pending.operation}`, pending.id, pending.name)
    else failures.push({ csId: pending.id, name: pending.name, ...result.error, details: result.error })
  }
  return { touched, failures }
}
