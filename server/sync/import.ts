import type pg from 'pg'
import { transaction } from '../../db/client.ts'
import type { Connector, ImportProblem, PartitionScope, ReadPage } from '../connectors/connector.ts'
import type { RunState, StepContext, StepResult } from './run-context.ts'
import { mergePage } from './store/merge-page.ts'
import { type RunFailure, saveProgress } from './store/save-progress.ts'
import { deleteOrphanPlaceholders, stageMissing } from './store/stage-missing.ts'

/**
 * Full import of a source: every page is merged in its own transaction. Objects that the read did not bring are
 * staged for delete only when the read finished, was verified, had no discovery error, and the source says of each
 * that it is deleted or out of scope ("no deletion from ignorance"). An interrupted read starts again from the
 * beginning; pages that are already there cost no write.
 */
export async function importAll(
  step: StepContext,
  connector: Connector,
  scope: readonly PartitionScope[],
): Promise<StepResult> {
  let done = 0
  let problems = 0
  let complete = false
  for await (const page of oneAhead(connector.readAll(scope, step.signal))) {
    done += page.objects.length
    problems += page.problems.length
    await transaction((tx) => importPage(tx, step, page, done), step.pool)
    complete = page.complete
  }
  if (!complete) throw new Error('The read ended without saying that it was complete')
  if (problems === 0) await stageMissing(step, connector, scope)
  await deleteOrphanPlaceholders(step)
  await step.pool.query('update connector set full_import_at = now() where id = $1', [step.settings.id])
  const state: RunState = problems === 0 ? 'success' : 'completed-discovery-errors'
  return { done: true, state }
}

async function importPage(tx: pg.PoolClient, step: StepContext, page: ReadPage, done: number): Promise<void> {
  const merged = await mergePage(tx, step.settings.id, page.objects)
  await tx.query('insert into run_seen (run_id, attempt, cs_id) select $1, $2, unnest($3::uuid[])', [
    step.runId,
    step.attempt,
    merged.seen,
  ])
  await saveProgress(tx, step, {
    touched: merged.touched,
    counted: merged.unchanged > 0 ? { 'stage-no-change': merged.unchanged } : {},
    failures: page.problems.map(problemAsFailure),
    progress: { phase: 'reading', done, ...(page.expected === undefined ? {} : { total: page.expected }) },
  })
}

function problemAsFailure(problem: ImportProblem): RunFailure {
  return {
    name: problem.dn,
    code: problem.code,
    message: problem.message,
    ...(problem.attribute === undefined ? {} : { attribute: problem.attribute }),
  }
}

/** Reads the next page while the current one is being written. */
async function* oneAhead<T>(pages: AsyncGenerator<T>): AsyncGenerator<T> {
  let next = pages.next()
  try {
    for (;;) {
      const current = await next
      if (current.done) return
      next = pages.next()
      // The consumer may fail before this is awaited; its error is the one that counts then.
      next.catch(() => undefined)
      yield current.value
    }
  } finally {
    await pages.return(undefined).catch(() => undefined)
  }
}
