import type pg from 'pg'
import { getActiveConfiguration } from '../configuration/versions.ts'
import { AppError } from '../errors.ts'
import { newId } from '../ids.ts'
import { enqueue } from '../jobs.ts'

export type CyclePolicy = 'delta' | 'full'

/** Steps of a cycle, in the reference's order (section 3), with a confirming import at the end. */
export const RUN_PROFILES = [
  'full-import',
  'delta-import',
  'full-sync',
  'delta-sync',
  'export',
  'confirming-import',
] as const
export type RunProfile = (typeof RUN_PROFILES)[number]

type Step = { readonly connectorId: string; readonly connectorName: string; readonly profile: RunProfile }

/**
 * Queues a cycle with its runs, in the caller's transaction. `connectorId` limits imports and synchronization to one
 * source. Throws `sync.cycle_running` (conflict) while another one is queued or running, `sync.no_connector` when
 * there is no source, and `connector.not_found`.
 */
export async function startCycle(
  tx: pg.PoolClient,
  request: { readonly policy: CyclePolicy; readonly connectorId?: string | undefined; readonly by: string },
): Promise<string> {
  await lockCycles(tx)
  const { number } = await getActiveConfiguration(tx)
  const steps = await stepsOf(tx, request)
  const id = newId()
  const { rowCount } = await tx.query(
    `insert into cycle (id, policy, connector_id, state, started_by) values ($1, $2, $3, 'queued', $4)
     on conflict ((true)) where state in ('queued', 'running') do nothing`,
    [id, request.policy, request.connectorId ?? null, request.by],
  )
  if (rowCount === 0) throw await cycleRunning(tx)
  for (const [ordinal, step] of steps.entries()) {
    await tx.query(
      `insert into run (id, cycle_id, connector_id, connector_name, profile, ordinal, state, configuration_version)
       values ($1, $2, $3, $4, $5, $6, 'queued', $7)`,
      [newId(), id, step.connectorId, step.connectorName, step.profile, ordinal, number],
    )
  }
  await enqueue(tx, 'sync.cycle', { cycleId: id })
  return id
}

/**
 * Throws `sync.cycle_running` while a cycle is queued or running: configuration waits until it is over. None starts
 * before the caller's transaction ends.
 */
export async function refuseWhileRunning(tx: pg.PoolClient): Promise<void> {
  await lockCycles(tx)
  const { rowCount } = await tx.query(`select from cycle where state in ('queued', 'running')`)
  if (rowCount) throw await cycleRunning(tx)
}

/** A cycle starts with a configuration that nobody is changing. */
async function lockCycles(tx: pg.PoolClient): Promise<void> {
  await tx.query(`select pg_advisory_xact_lock(hashtext('lockstep cycles'))`)
}

async function cycleRunning(tx: pg.PoolClient): Promise<AppError> {
  const { rows } = await tx.query<{ id: string }>(`select id from cycle where state in ('queued', 'running')`)
  return new AppError(
    'conflict',
    'sync.cycle_running',
    'A cycle is running. Wait until it has finished, then try again.',
    {
      details: { cycleId: rows[0]?.id },
    },
  )
}

async function stepsOf(
  tx: pg.PoolClient,
  request: { readonly policy: CyclePolicy; readonly connectorId?: string | undefined },
): Promise<Step[]> {
  const { rows } = await tx.query<{ id: string; name: string; role: 'source' | 'target'; stage: string }>(
    'select id, name, role, stage from connector order by ordinal',
  )
  const targets = rows.filter((row) => row.role === 'target')
  const sources = rows.filter(
    (row) => row.role === 'source' && (!request.connectorId || row.id === request.connectorId),
  )
  if (request.connectorId && sources.length === 0) {
    throw new AppError('notFound', 'connector.not_found', 'There is no source connector with this id.', {
      field: 'connector',
    })
  }
  if (sources.length === 0) {
    throw new AppError(
      'unprocessable',
      'sync.no_connector',
      'Connect a directory first: there is nothing to synchronise.',
    )
  }
  const step = (profile: RunProfile) => (row: (typeof rows)[number]) => ({
    connectorId: row.id,
    connectorName: row.name,
    profile,
  })
  const sync = step(request.policy === 'full' ? 'full-sync' : 'delta-sync')
  return [
    ...sources.map(step('full-import')),
    ...targets.map(step('delta-import')),
    ...sources.filter((row) => row.stage === 'active').map(sync),
    ...targets.map(sync),
    ...targets.map(step('export')),
    ...targets.map(step('confirming-import')),
  ]
}
