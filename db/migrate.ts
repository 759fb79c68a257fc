import { fileURLToPath } from 'node:url'
import { drizzle } from 'drizzle-orm/node-postgres'
import { migrate } from 'drizzle-orm/node-postgres/migrator'
import pg from 'pg'

/** Two starts at once must not migrate twice; drizzle takes no lock itself. Any fixed number, used nowhere else. */
const MIGRATION_LOCK = 7_225_001

const OLDEST_SUPPORTED = 150_000

const migrationsFolder = fileURLToPath(new URL('./migrations', import.meta.url))

/**
 * Brings the database at `url` to this version's schema, one migrator at a time. Throws an Error when PostgreSQL is
 * older than 15 or cannot be reached.
 */
export async function migrateDatabase(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url, application_name: 'lockstep migrate' })
  await client.connect().catch(refuseUnreachable)
  try {
    await refuseOldPostgres(client)
    await client.query('select pg_advisory_lock($1)', [MIGRATION_LOCK])
    await client.query('set client_min_messages = warning')
    await migrate(drizzle({ client }), { migrationsFolder })
  } finally {
    await client.end()
  }
}

async function refuseOldPostgres(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ number: string; text: string }>(
    `select current_setting('server_version_num') as number, current_setting('server_version') as text`,
  )
  if (Number(rows[0]?.number) >= OLDEST_SUPPORTED) return
  throw new Error(
    `DATABASE_URL names a PostgreSQL ${rows[0]?.text}; Lockstep needs version 15 or newer. ` +
      'Upgrade it, or unset DATABASE_URL to use the embedded database.',
  )
}

function refuseUnreachable(error: NodeJS.ErrnoException): never {
  // A name with several addresses fails with one error that has a code but no text.
  throw new Error(
    `The database that DATABASE_URL names cannot be used (${error.message || error.code}): ` +
      'check host, port, database, user and password, and that the server runs.',
  )
}
