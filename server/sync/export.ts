import { transaction } from '../../db/client.ts'
import type { Configuration } from '../configuration/schema.ts'
import type { ExportResult } from '../connectors/connector.ts'
import { exportReferences } from './export-references.ts'
import { type ExportWriter, openForExport } from './open-for-export.ts'
import { loadPendingSet } from './pending-set.ts'
import { type StepContext, type StepResult, type Touched, touch } from './run-context.ts'
import { changeOf, loadPendingExports, type PendingExport } from './store/load-pending-exports.ts'
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
    const verdict = await passGuard(step, guard)
    if (verdict === 'stop') return { done: true, state: 'stopped-deletion-threshold-exceeded' }
    cursor = { phase: 'objects', done: 0, held: verdict === 'hold' }
    await retryErrors(step)
  }
  while (cursor.phase !== 'references') {
    step.signal.throwIfAborted()
    if (step.sliceOver()) return { done: false }
    const batch = await loadPendingExports(step.pool, step.settings.id, cursor.held)
    if (batch.length > 0) {
      cursor = { ...cursor, done: cursor.done + batch.length }
      await exportBatch(step, writer, batch, cursor, options)
    } else if (cursor.phase === 'objects') {
      // A value may have been given up only after its claimant was refused.
      await retryErrors(step, `and export_error ->> 'code' = 'AttributeValueMustBeUnique'`)
      cursor = { ...cursor, phase: 'retry' }
    } else {
      cursor = { ...cursor, phase: 'references' }
    }
  }
  if (!(await exportReferences(step, writer, cursor, options.now))) return { done: false }
  const { rows } = await step.pool.query<{ errors: boolean }>(
    `select exists (select from cs_object where connector_id = $1 and export_state = 'error') as errors`,
    [step.settings.id],
  )
  if (cursor.held) return { done: true, state: 'stopped-deletion-threshold-exceeded' }
  return { done: true, state: rows[0]?.errors ? 'completed-export-errors' : 'success' }
}

/** Uses up the approval when the set needs one. */
async function passGuard(step: StepContext, guard: Configuration['guard']): Promise<'go' | 'hold' | 'stop'> {
  return transaction(async (tx) => {
    const pending = await loadPendingSet(tx, step.settings.id, guard)
    if (pending.verdict.verdict === 'go') return 'go'
    const { rowCount } = await tx.query(
      `update export_approval set used_at = now()
       where connector_id = $1 and set_hash = $2 and used_at is null`,
      [step.settings.id, pending.setHash],
    )
    if (rowCount) return 'go'
    await tx.query('update run set error = $2 where id = $1', [
      step.runId,
      JSON.stringify({
        code: 'sync.deletion_threshold',
        message: pending.verdict.reasons.map((reason) => reason.message).join(' '),
        details: { deletes: pending.deletes, disables: pending.disables, setHash: pending.setHash },
      }),
    ])
    return pending.verdict.verdict
  }, step.pool)
}

async function retryErrors(step: StepContext, which = ''): Promise<void> {
  await step.pool.query(
    `update cs_object set export_state = 'pending' where connector_id = $1 and export_state = 'error' ${which}`,
    [step.settings.id],
  )
}

async function exportBatch(
  step: StepContext,
  writer: ExportWriter,
  batch: readonly PendingExport[],
  cursor: ExportCursor,
  options: { readonly total: number; readonly now: Date },
): Promise<void> {
  await transaction(async (tx) => {
    const changes = batch.map((pending) => changeOf(pending))
    const results = await writer.write(
      tx,
      changes.flatMap((change) => change ?? []),
      options.now,
    )
    const outcomes = outcomesOf(batch, results)
    await saveExported(tx, step.runId, outcomes)
    const { touched, failures } = summary(outcomes)
    await saveProgress(tx, step, {
      touched,
      // The first attempt has noted them already.
      failures: cursor.phase === 'retry' ? [] : failures,
      cursor,
      progress: { phase: 'exporting', done: cursor.done, total: Math.max(options.total, cursor.done) },
    })
  }, step.pool)
}

function outcomesOf(batch: readonly PendingExport[], results: readonly ExportResult[]): ExportOutcome[] {
  const byId = new Map(results.map((result) => [result.id, result]))
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
