import type { Sql } from './client.ts'
import journal from './migrations/meta/_journal.json' with { type: 'json' }

/** The newest migration this version ships, as the moment it was made (ms since 1970). */
export const SHIPPED_MIGRATION = Math.max(0, ...journal.entries.map((entry) => entry.when))

/** The newest migration the database has, in the same unit; 0 when it was never migrated. */
export async function appliedMigration(sql: Sql): Promise<number> {
  const table = await sql.query<{ exists: boolean }>(
    `select to_regclass('drizzle.__drizzle_migrations') is not null as exists`,
  )
  if (!table.rows[0]?.exists) return 0
  const { rows } = await sql.query<{ newest: string | null }>(
    'select max(created_at)::text as newest from drizzle.__drizzle_migrations',
  )
  return Number(rows[0]?.newest ?? 0)
}
