import type pg from 'pg'
import { transaction } from '../../db/client.ts'
import type {
  Connector,
  ImportedObject,
  ImportProblem,
  PartitionScope,
  ReadPage,
} from '../connectors/connector.ts'
import { renewLease } from './lease.ts'
import { oneAhead } from './one-ahead.ts'
import type { RunState, StepContext, StepResult } from './run-context.ts'
import { isRefusedData } from './step-failure.ts'
import { mergePage } from './store/merge-page.ts'
import { refreshStatistics } from './store/refresh-statistics.ts'
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
  await saveParameters(step, connector)
  let done = 0
  let problems = 0
  let complete = false
  for await (const page of oneAhead(connector.readAll(scope, step.signal))) {
    done += page.objects.length
    problems += await importPage(step, page, done)
    complete = page.complete
    await refreshStatistics(step.pool, { before: done - page.objects.length, now: done })
  }
  if (!complete) throw new Error('The read ended without saying that it was complete')
  const missing =
    problems > 0 ? 'explained' : await stageMissing(step, connector, scope, { nothingRead: done === 0 })
  await finishRead(step)
  const state: RunState = problems > 0 || missing === 'frozen' ? 'completed-discovery-errors' : 'success'
  return { done: true, state: missing === 'unexplained' ? 'completed-warnings' : state }
}

/** The name parameters of the source's domains: expressions such as `%Domain.FQDN%` read them. */
async function saveParameters(step: StepContext, connector: Connector): Promise<void> {
  const parameters = JSON.stringify((await connector.parameters?.(step.signal)) ?? null)
  await transaction(async (tx) => {
    await renewLease(tx, step.lease)
    await tx.query(
      'update connector set parameters = $2 where id = $1 and parameters is distinct from $2::jsonb',
      [step.settings.id, parameters === 'null' ? null : parameters],
    )
  }, step.pool)
}

async function finishRead(step: StepContext): Promise<void> {
  await transaction(async (tx) => {
    await renewLease(tx, step.lease)
    await deleteOrphanPlaceholders(tx, step.settings.id)
    await tx.query('update connector set full_import_at = now() where id = $1', [step.settings.id])
  }, step.pool)
}

/**
 * Returns how many entries of the page were not imported. A page that the database refuses is taken apart until the
 * entry at fault is found: it becomes a problem of its own, and the others are imported.
 */
async function importPage(step: StepContext, page: ReadPage, done: number): Promise<number> {
  try {
    await transaction((tx) => savePage(tx, step, page, done), step.pool)
    return page.problems.length
  } catch (error) {
    const [first] = page.objects
    if (!isRefusedData(error) || !first) throw error
    const problems = [...page.problems]
    if (page.objects.length === 1) {
      return importPage(step, { ...page, objects: [], problems: [...problems, refused(first, error)] }, done)
    }
    const middle = Math.ceil(page.objects.length / 2)
    const front = await importPage(step, { ...page, objects: page.objects.slice(0, middle) }, done)
    return (
      front + (await importPage(step, { ...page, objects: page.objects.slice(middle), problems: [] }, done))
    )
  }
}

function refused({ dn, anchor }: ImportedObject, error: unknown): ImportProblem {
  const reason = error instanceof Error ? error.message : 'no reason was given'
  return {
    dn,
    anchor,
    code: 'import.refused_by_database',
    message: `${dn} could not be stored (${reason}). Correct the value at fault in the directory; it is read again in the next import.`,
  }
}

async function savePage(tx: pg.PoolClient, step: StepContext, page: ReadPage, done: number): Promise<void> {
  const merged = await mergePage(tx, step.settings.id, page.objects, step.startedAt)
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
