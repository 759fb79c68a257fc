import type pg from 'pg'
import type { Sql } from '../../db/client.ts'

/**
 * True while the installation computes and writes nothing outside (staging mode, one switch for everything). An
 * installation whose switch was never set is active.
 */
export async function isStaging(sql: Sql): Promise<boolean> {
  const { rows } = await sql.query<{ on: boolean }>(
    `select "on" from operation_switch where name = 'staging'`,
  )
  return rows[0]?.on ?? false
}

/** Sets the staging switch. Returns what it was. A running export stops before its next batch. */
export async function setStaging(tx: pg.PoolClient, on: boolean, by: string): Promise<boolean> {
  // An export holds the table while it writes a batch, also when the switch was never set and has no row to hold.
  await tx.query('lock table operation_switch in exclusive mode')
  const before = await isStaging(tx)
  await tx.query(
    `insert into operation_switch (name, "on", changed_by) values ('staging', $1, $2)
     on conflict (name) do update set "on" = excluded."on", changed_by = excluded.changed_by, changed_at = now()`,
    [on, by],
  )
  return before
}
