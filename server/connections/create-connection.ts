import type pg from 'pg'
import { transaction } from '../../db/client.ts'
import type { ConnectorSettings } from '../configuration/schema.ts'
import { applyConfiguration } from '../configuration/versions.ts'
import type { PartitionScope, TestStep } from '../connectors/connector.ts'
import type { RequestContext } from '../context.ts'
import { AppError } from '../errors.ts'
import { newId } from '../ids.ts'
import { recordAudit } from '../operation/audit.ts'
import { storeSecret } from '../secrets/stored-secret.ts'
import { refuseWhileRunning } from '../sync/start-cycle.ts'
import { setStaging } from '../sync/switches.ts'
import type { ConnectorInput } from './connection-input.ts'
import { openEntered } from './open-connector.ts'
import { removeSample } from './remove-connection.ts'
import { resolveScope } from './resolve-scope.ts'
import { secretBinding } from './secret-binding.ts'

/**
 * Connects a directory: tests it, resolves the chosen domains and OUs, and makes the next configuration version. The
 * first real directory removes the sample forest with everything it made and sets the staging switch as `mode` says;
 * a later one that is to be staged while the installation is active is imported but not synchronised until approved.
 * Throws the failed test step's code (422), `connector.name_taken`, `sync.cycle_running`, and `connector.scope_empty`.
 */
export async function createConnection(
  pool: pg.Pool,
  context: RequestContext,
  input: ConnectorInput,
  signal: AbortSignal,
): Promise<{ id: string; name: string; removedSample: boolean }> {
  await transaction(async (tx) => {
    await refuseWhileRunning(tx)
    await refuseTakenName(tx, input.name)
  }, pool)
  const partitions = await probeDirectory(pool, input, signal)
  const id = newId()
  return transaction(async (tx) => {
    await tx.query('lock table connector in share row exclusive mode')
    await refuseWhileRunning(tx)
    await refuseTakenName(tx, input.name)
    const first = await isFirstDirectory(tx)
    const by = context.actor?.name ?? 'system'
    const removedSample = await removeSample(tx, context)
    const stage = await chooseStage(tx, { first, mode: input.mode, by })
    const { rows } = await tx.query<{ ordinal: number }>(
      `insert into connector (id, name, type, role, ordinal, stage)
       select $1, $2, $3, 'source', coalesce(max(ordinal), 0) + 1, $4 from connector
       returning ordinal`,
      [id, input.name, input.type, stage],
    )
    const settings = await settingsOf(tx, id, rows[0]?.ordinal ?? 1, input, partitions)
    await applyConfiguration(tx, { author: by, reason: `${input.name} was connected` }, (current) => ({
      ...current,
      connectors: [...current.connectors, settings],
    }))
    await recordAudit(tx, context, {
      action: 'connector.created',
      target: { type: 'connector', id, name: input.name },
      after: { type: input.type, mode: input.mode, partitions },
    })
    return { id, name: input.name, removedSample }
  }, pool)
}

async function probeDirectory(
  pool: pg.Pool,
  input: ConnectorInput,
  signal: AbortSignal,
): Promise<PartitionScope[]> {
  const connector = openEntered(pool, input)
  try {
    const steps = await connector.test(signal)
    const failed = steps.find((step) => !step.ok)
    if (failed) throw testFailed(failed, steps)
    return await resolveScope(connector, input.partitions, signal)
  } finally {
    await connector.close()
  }
}

function testFailed(failed: TestStep, steps: readonly TestStep[]): AppError {
  return new AppError(
    'unprocessable',
    failed.code ?? 'connector.test_failed',
    failed.message ?? `The connection test failed at "${failed.name}".`,
    { field: 'connection', details: { step: failed.name, steps } },
  )
}

async function refuseTakenName(tx: pg.PoolClient, name: string): Promise<void> {
  const { rowCount } = await tx.query('select from connector where lower(name) = lower($1)', [name])
  if (!rowCount) return
  throw new AppError(
    'conflict',
    'connector.name_taken',
    `A connector called '${name}' exists. Choose another name.`,
    {
      field: 'name',
    },
  )
}

async function isFirstDirectory(tx: pg.PoolClient): Promise<boolean> {
  const { rowCount } = await tx.query(`select from connector where role = 'source' and not sample`)
  return rowCount === 0
}

async function chooseStage(
  tx: pg.PoolClient,
  request: { readonly first: boolean; readonly mode: 'staging' | 'active'; readonly by: string },
): Promise<'active' | 'staged'> {
  if (request.first) {
    await setStaging(tx, request.mode === 'staging', request.by)
    return 'active'
  }
  const { rows } = await tx.query<{ on: boolean }>(`select "on" from operation_switch where name = 'staging'`)
  return request.mode === 'staging' && !rows[0]?.on ? 'staged' : 'active'
}

async function settingsOf(
  tx: pg.PoolClient,
  id: string,
  ordinal: number,
  input: ConnectorInput,
  partitions: PartitionScope[],
): Promise<ConnectorSettings> {
  const scope = partitions.map(({ dn, include, exclude }) => ({
    dn,
    include: [...include],
    exclude: [...exclude],
  }))
  const base = { id, name: input.name, ordinal, partitions: scope }
  if (input.type === 'ldif') return { ...base, type: 'ldif', source: { uploadId: input.connection.uploadId } }
  const { password, ...connection } = input.connection
  const secretId = await storeSecret(tx, password, secretBinding(id, connection))
  return { ...base, type: 'active-directory', connection, secretId }
}
