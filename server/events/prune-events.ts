import { pool, type Sql } from '../../db/client.ts'

const KEPT_MINUTES = 60

/** Deletes events that every open browser has long had. Returns how many. */
export async function pruneEvents(sql: Sql = pool()): Promise<number> {
  const { rowCount } = await sql.query('delete from event where at < now() - make_interval(mins => $1)', [
    KEPT_MINUTES,
  ])
  return rowCount ?? 0
}
