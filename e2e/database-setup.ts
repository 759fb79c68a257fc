import { randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { systemBinaries } from '../db/embedded/binaries.ts'
import { startEmbeddedPostgres } from '../db/embedded.ts'
import { migrateDatabase } from '../db/migrate.ts'
import { runOnServer, withDatabase } from '../db/testing.ts'
import { installQueues } from '../server/jobs.ts'

type Server = { readonly url: string; readonly stop: () => Promise<void> }

/**
 * vitest's global set-up of database tests: a server and on it a migrated template. The server is the embedded one,
 * a private cluster of the system's PostgreSQL (LOCKSTEP_TEST_POSTGRES=system), or the one that
 * LOCKSTEP_TEST_DATABASE_URL names, whose user must be allowed to create databases.
 */
export async function setup(): Promise<() => Promise<void>> {
  const server = await startServer()
  const template = `template_${randomBytes(6).toString('hex')}`
  await runOnServer(server.url, `create database ${template}`)
  await migrateDatabase(withDatabase(server.url, template))
  await installQueues(withDatabase(server.url, template))
  // Test files run in forks, which inherit these.
  process.env.LOCKSTEP_TEST_SERVER = server.url
  process.env.LOCKSTEP_TEST_TEMPLATE = template
  return async () => {
    await runOnServer(server.url, `drop database if exists ${template} with (force)`)
    await server.stop()
  }
}

async function startServer(): Promise<Server> {
  const given = process.env.LOCKSTEP_TEST_DATABASE_URL
  if (given) return { url: given, stop: async () => undefined }
  const dataDirectory = await mkdtemp(join(tmpdir(), 'lockstep-test-'))
  const options =
    process.env.LOCKSTEP_TEST_POSTGRES === 'system' ? { binaries: await installedBinaries() } : {}
  const postgres = await startEmbeddedPostgres({ dataDirectory, database: 'tests', ...options })
  return {
    url: postgres.url,
    stop: async () => {
      await postgres.stop()
      await rm(dataDirectory, { recursive: true, force: true })
    },
  }
}

async function installedBinaries() {
  const binaries = await systemBinaries()
  if (binaries) return binaries
  throw new Error(
    'No PostgreSQL of the system was found below /usr/lib/postgresql: apt-get install postgresql',
  )
}
