import { randomBytes } from 'node:crypto'
import { rmSync } from 'node:fs'
import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { closePool, pool, transaction } from '../../db/client.ts'
import { startEmbeddedPostgres } from '../../db/embedded.ts'
import { migrateDatabase } from '../../db/migrate.ts'
import { runOnServer, withDatabase } from '../../db/testing.ts'
import { createConnection } from '../../server/connections/create-connection.ts'
import { prepareInstallation } from '../../server/connections/first-start.ts'
import type { RequestContext } from '../../server/context.ts'
import { newId } from '../../server/ids.ts'
import { installQueues, stopEnqueuing } from '../../server/jobs.ts'
import { createKeyFile } from '../../server/secrets/key-file.ts'
import { type CyclePolicy, startCycle } from '../../server/sync/start-cycle.ts'
import type { Forest } from '../fixtures/samba/forest.ts'

/**
 * A PostgreSQL of its own with a migrated template; everything lies below the system's temporary directory and is
 * gone with this process.
 */
export type BenchServer = {
  /**
   * Makes a new installation connected to `forest` and makes its database the one of this process (`DATABASE_URL`,
   * hence `pool()`).
   */
  readonly install: (forest: Forest) => Promise<Installation>
  readonly stop: () => Promise<void>
}

export type Installation = {
  readonly url: string
  readonly connectorId: string
  /** Queues a cycle and returns its id; nobody takes the job by itself. */
  readonly startCycle: (policy: CyclePolicy) => Promise<string>
  readonly remove: () => Promise<void>
}

export async function startBenchServer(): Promise<BenchServer> {
  const directory = await mkdtemp(join(tmpdir(), 'lockstep-bench-'))
  const remove = () => rmSync(directory, { recursive: true, force: true, maxRetries: 3 })
  process.once('exit', remove)
  const keyFile = join(directory, 'sealing.key')
  await createKeyFile(keyFile)
  process.env.LOCKSTEP_KEY_FILE = keyFile
  const postgres = await startEmbeddedPostgres({ dataDirectory: directory, database: 'template' })
  await migrateDatabase(postgres.url)
  await installQueues(postgres.url)
  return {
    install: (forest) => install(postgres.url, forest),
    stop: async () => {
      await postgres.stop()
      process.off('exit', remove)
      remove()
    },
  }
}

async function install(template: string, forest: Forest): Promise<Installation> {
  const name = `bench_${randomBytes(6).toString('hex')}`
  const server = withDatabase(template, 'postgres')
  await runOnServer(server, `create database ${name} template template`)
  const url = withDatabase(template, name)
  process.env.DATABASE_URL = url
  await prepareInstallation(pool(), { sample: false })
  const { id } = await createConnection(
    pool(),
    operator(),
    {
      type: 'active-directory',
      name: forest.realm.toLowerCase(),
      mode: 'active',
      connection: {
        hosts: [forest.address],
        security: 'ldaps',
        caCertificate: forest.caCertificate,
        account: forest.account.upn,
        password: forest.account.password,
      },
    },
    AbortSignal.timeout(60_000),
  )
  return {
    url,
    connectorId: id,
    startCycle: (policy) => transaction((tx) => startCycle(tx, { policy, by: 'bench' })),
    remove: async () => {
      await stopEnqueuing()
      await closePool()
      await runOnServer(server, `drop database ${name} with (force)`)
    },
  }
}

function operator(): RequestContext {
  return {
    actor: { kind: 'system', id: 'bench', name: 'bench' },
    assignments: [{ role: 'Global Administrator', scope: { type: 'organisation' } }],
    sessionId: undefined,
    now: new Date(),
    correlationId: newId(),
    ip: undefined,
  }
}
