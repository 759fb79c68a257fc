import type pg from 'pg'
import { transaction } from '../../db/client.ts'
import type { Configuration, ConnectorSettings } from '../configuration/schema.ts'
import { getConfiguration } from '../configuration/versions.ts'
import type { Connector } from '../connectors/connector.ts'
import { AppError } from '../errors.ts'
import { publish } from '../events/publish.ts'
import { enqueue } from '../jobs.ts'
import { log } from '../log.ts'
import { importTarget } from './confirm.ts'
import { type ExportCursor, exportPending } from './export.ts'
import { importAll } from './import.ts'
import { type Lease, releaseLease, renewLease, takeLease } from './lease.ts'
import { loadRules } from './load-rules.ts'
import type { RunState, StepContext, StepResult } from './run-context.ts'
import type { RunProfile } from './start-cycle.ts'
import { failureOf, isDatabaseFailure } from './step-failure.ts'
import { type SyncCursor, synchronise } from './synchronise.ts'

const HEARTBEAT_MS = 3_000

type RunRow = {
  id: string
  connector_id: string
  profile: RunProfile
  attempt: number
  configuration_version: number
  cursor: unknown
  started_at: Date
}

type WaitingRun = Pick<RunRow, 'id' | 'connector_id'>

export type SliceOptions = {
  /** Makes the connector of a run; it is closed when the step ends. */
  readonly open: (pool: pg.Pool, document: Configuration, settings: ConnectorSettings) => Promise<Connector>
  /** Identifies this worker process; also says where it lives, see `expireDeadLeases`. */
  readonly holder: string
  readonly signal: AbortSignal
  /** How long a slice may last. A source's read is never cut: its pages cannot be taken up again. */
  readonly sliceMs: number
}

/**
 * Works on a cycle for one slice: takes its runs in order, each under the lease of its connector. When time is up the
 * next slice is queued; when the worker stops or dies, another one goes on from what was committed. Returns at once
 * while another worker holds the lease.
 */
export async function runCycle(pool: pg.Pool, cycleId: string, options: SliceOptions): Promise<void> {
  const deadline = performance.now() + options.sliceMs
  await pool.query(
    `update cycle set state = 'running', started_at = coalesce(started_at, now()) where id = $1 and state = 'queued'`,
    [cycleId],
  )
  for (;;) {
    const run = await nextRun(pool, cycleId)
    if (!run) return finishCycle(pool, cycleId)
    const lease = await takeLease(pool, run.connector_id, options.holder)
    if (!lease) return
    try {
      const begun = await beginAttempt(pool, run.id, lease)
      // Another worker finished it before this one had the lease.
      if (!begun) continue
      const outcome = await executeRun(pool, cycleId, begun, lease, options, deadline)
      if (outcome === 'lost') return
      if (outcome === 'continue') {
        if (!options.signal.aborted) await enqueue(pool, 'sync.cycle', { cycleId })
        return
      }
    } finally {
      await releaseLease(pool, lease).catch(() => undefined)
    }
  }
}

async function nextRun(pool: pg.Pool, cycleId: string): Promise<WaitingRun | undefined> {
  const { rows } = await pool.query<WaitingRun>(
    `select id, connector_id from run where cycle_id = $1 and finished_at is null order by ordinal limit 1`,
    [cycleId],
  )
  return rows[0]
}

async function executeRun(
  pool: pg.Pool,
  cycleId: string,
  row: RunRow,
  lease: Lease,
  options: SliceOptions,
  deadline: number,
): Promise<'done' | 'continue' | 'lost'> {
  const { document } = await getConfiguration(pool, row.configuration_version)
  const settings = document.connectors.find((connector) => connector.id === row.connector_id)
  if (!settings)
    throw new Error(`Configuration ${row.configuration_version} has no connector ${row.connector_id}`)
  const stop = new AbortController()
  const pulse = setInterval(() => {
    renewLease(pool, lease).catch((error: unknown) => {
      if (error instanceof AppError) stop.abort(error)
    })
  }, HEARTBEAT_MS)
  const step: StepContext = {
    pool,
    runId: row.id,
    cycleId,
    attempt: row.attempt,
    startedAt: row.started_at,
    settings,
    lease,
    signal: AbortSignal.any([options.signal, stop.signal]),
    sliceOver: () => performance.now() > deadline,
  }
  try {
    const result = await executeStep(step, document, row, options.open)
    if (!result.done) return 'continue'
    await finishRun(pool, row.id, lease, result.state)
    return 'done'
  } catch (error) {
    if (options.signal.aborted) return 'continue'
    if (error instanceof AppError && error.code === 'sync.lease_lost') return 'lost'
    if (isDatabaseFailure(error)) throw error
    const failure = failureOf(error, row.profile)
    log.warn({ err: error, runId: row.id }, 'a run ended early')
    await finishRun(pool, row.id, lease, failure.state, failure.error)
    return 'done'
  } finally {
    clearInterval(pulse)
  }
}

/**
 * The first slice of a run starts it; a read that was interrupted starts again with a new attempt, and what it tells
 * of entries counts once. Answers the run as it is now, under the lease; nothing when it is finished.
 */
async function beginAttempt(pool: pg.Pool, runId: string, lease: Lease): Promise<RunRow | undefined> {
  return transaction(async (tx) => {
    await renewLease(tx, lease)
    const { rows } = await tx.query<RunRow>(
      `update run set state = 'in-progress', started_at = coalesce(started_at, now()), attempt = attempt + 1,
         statistics = case when profile = 'full-import' then statistics - 'errors' - 'stage-no-change' else statistics end
       where id = $1 and finished_at is null
       returning id, connector_id, profile, attempt, configuration_version, cursor, started_at`,
      [runId],
    )
    const row = rows[0]
    if (!row) return undefined
    await tx.query('delete from run_seen where run_id = $1', [runId])
    if (row.profile === 'full-import') await tx.query('delete from run_error where run_id = $1', [runId])
    await publish(tx, ['sync.runs', 'sync.overview'], 'sync.run.read')
    return row
  }, pool)
}

async function executeStep(
  step: StepContext,
  document: Configuration,
  row: RunRow,
  open: SliceOptions['open'],
): Promise<StepResult> {
  const now = row.started_at
  switch (row.profile) {
    case 'full-import':
      return withConnector(
        () => open(step.pool, document, step.settings),
        (connector) => importAll(step, connector, scopeOf(step.settings)),
      )
    case 'delta-import':
    case 'confirming-import': {
      const { rows } = await step.pool.query<{ cursor: string | null }>(
        'select cursor from connector where id = $1',
        [step.settings.id],
      )
      return withConnector(
        () => open(step.pool, document, step.settings),
        (connector) => importTarget(step, connector, rows[0]?.cursor ?? undefined),
      )
    }
    case 'full-sync':
    case 'delta-sync': {
      const unread = await unreadSource(step.pool)
      if (unread) throw unread
      const everything = row.profile === 'full-sync'
      const rules = await loadRules(step.pool, document)
      const total = await countObjects(step, everything)
      return synchronise(step, rules, { everything, cursor: syncCursor(row.cursor), total, now })
    }
    case 'export': {
      const total = await countPending(step)
      return exportPending(step, document.guard, { cursor: exportCursor(row.cursor), total, now })
    }
  }
}

async function withConnector<T>(
  open: () => Promise<Connector>,
  work: (connector: Connector) => Promise<T>,
): Promise<T> {
  const connector = await open()
  try {
    return await work(connector)
  } finally {
    await connector.close()
  }
}

function scopeOf(settings: ConnectorSettings) {
  return settings.type === 'cloud-directory' ? [] : settings.partitions
}

/** Cursors are written by this module's steps only; an older shape would be another configuration format. */
function syncCursor(value: unknown): SyncCursor | undefined {
  return (value as SyncCursor | null) ?? undefined
}

/** As `syncCursor`. */
function exportCursor(value: unknown): ExportCursor | undefined {
  return (value as ExportCursor | null) ?? undefined
}

/** Joins can reach every source: nothing is synchronised before all of them were read once. */
async function unreadSource(pool: pg.Pool): Promise<AppError | undefined> {
  const { rows } = await pool.query<{ name: string }>(
    `select name from connector where role = 'source' and stage = 'active' and full_import_at is null order by ordinal`,
  )
  const names = rows.map((row) => row.name).join(', ')
  if (!names) return undefined
  return new AppError(
    'conflict',
    'sync.no_full_import',
    `Not synchronised: ${names} was never read completely, and objects may have to be joined across directories. Repair its import first.`,
  )
}

async function countObjects(step: StepContext, everything: boolean): Promise<number> {
  const { rows } = await step.pool.query<{ count: number }>(
    `select count(*)::int as count from cs_object where connector_id = $1 and not placeholder
     ${everything ? '' : 'and (pending_import is not null or sync_error is not null)'}`,
    [step.settings.id],
  )
  return rows[0]?.count ?? 0
}

async function countPending(step: StepContext): Promise<number> {
  const { rows } = await step.pool.query<{ count: number }>(
    `select count(*)::int as count from cs_object where connector_id = $1 and export_state in ('pending', 'error')`,
    [step.settings.id],
  )
  return rows[0]?.count ?? 0
}

async function finishRun(
  pool: pg.Pool,
  runId: string,
  lease: Lease,
  state: RunState,
  error?: { readonly code: string; readonly message: string },
): Promise<void> {
  await transaction(async (tx) => {
    await renewLease(tx, lease)
    await tx.query(
      `update run set state = $2, finished_at = now(), error = coalesce($3, error) where id = $1 and finished_at is null`,
      [runId, state, error ? JSON.stringify(error) : null],
    )
    await tx.query('delete from run_seen where run_id = $1', [runId])
    await publish(tx, ['sync.runs', 'sync.overview', 'sync.exports', 'errors', 'directory'], 'sync.run.read')
  }, pool)
}

async function finishCycle(pool: pg.Pool, cycleId: string): Promise<void> {
  await transaction(async (tx) => {
    await tx.query(
      `update cycle set finished_at = now(), state = (
         select case
           when bool_or(state like 'stopped-%' or (state like 'no-start-%' and state <> 'no-start-staging')) then 'failed'
           when bool_or(state like 'completed-%') then 'warnings'
           else 'succeeded' end
         from run where cycle_id = $1)
       where id = $1 and finished_at is null`,
      [cycleId],
    )
    await publish(tx, ['sync.cycles', 'sync.runs', 'sync.overview'], 'sync.run.read')
  }, pool)
}
