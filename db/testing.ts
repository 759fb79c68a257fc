import { randomBytes } from 'node:crypto'
import pg from 'pg'
import { closePool } from './client.ts'

/** A database of one test file, cloned from the migrated template. */
export type TestDatabase = {
  readonly url: string
  readonly pool: pg.Pool
  /** Ends the process's pool and this one, and drops the database. */
  readonly drop: () => Promise<void>
}

/**
 * Clones the migrated template and makes the clone the database of this process (`DATABASE_URL`, hence `pool()`).
 * One per test file: `beforeAll(async () => { database = await createTestDatabase(); return database.drop })`.
 */
export async function createTestDatabase(): Promise<TestDatabase> {
  const server = required('LOCKSTEP_TEST_SERVER')
  const template = required('LOCKSTEP_TEST_TEMPLATE')
  const name = `test_${randomBytes(6).toString('hex')}`
  await runOnServer(server, `create database ${name} template ${template}`)
  const url = withDatabase(server, name)
  await closePool()
  process.env.DATABASE_URL = url
  const pool = new pg.Pool({ connectionString: url, max: 5 })
  // The server ends idle connections when the database is dropped.
  pool.on('error', () => undefined)
  return {
    url,
    pool,
    drop: async () => {
      await closePool()
      await pool.end()
      await runOnServer(server, `drop database if exists ${name} with (force)`)
    },
  }
}

/** Runs one statement on the server's maintenance database. */
export async function runOnServer(server: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: server })
  await client.connect()
  try {
    await client.query(statement)
  } finally {
    await client.end()
  }
}

/** The same server, another database. */
export function withDatabase(server: string, name: string): string {
  const url = new URL(server)
  url.pathname = `/${name}`
  return url.href
}

function required(name: string): string {
  const value = process.env[name]
  if (value) return value
  throw new Error(`${name} is not set: run database tests through vitest, whose set-up starts the server`)
}
