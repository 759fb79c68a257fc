import { pool, type Sql } from '../../db/client.ts'
import { VERSION } from './version.ts'

/** How often a worker renews its row. */
export const HEARTBEAT_INTERVAL_MS = 5_000

/** A worker not seen for longer is taken for dead; six missed beats. */
export const HEARTBEAT_LIMIT_SECONDS = 30

/** Which process beats. `id` is chosen anew at each start. */
export type WorkerIdentity = { readonly id: string; readonly host: string; readonly pid: number }

/** Renews the worker's row by the database's clock, making it at the first beat. */
export async function beat(sql: Sql, worker: WorkerIdentity): Promise<void> {
  await sql.query(
    `insert into worker_heartbeat (id, host, pid, version) values ($1, $2, $3, $4)
     on conflict (id) do update set seen_at = now()`,
    [worker.id, worker.host, worker.pid, VERSION],
  )
}

/** Says that the worker left on purpose. */
export async function leave(sql: Sql, worker: WorkerIdentity): Promise<void> {
  await sql.query('delete from worker_heartbeat where id = $1', [worker.id])
}

/** Deletes the rows of workers that died an hour ago or earlier. */
export async function pruneWorkers(): Promise<void> {
  await pool().query(`delete from worker_heartbeat where seen_at < now() - interval '1 hour'`)
}

/** Seconds since any worker was last seen; undefined when there is none. */
export async function secondsSinceLastBeat(sql: Sql): Promise<number | undefined> {
  const { rows } = await sql.query<{ seconds: number | null }>(
    'select extract(epoch from now() - max(seen_at))::float8 as seconds from worker_heartbeat',
  )
  return rows[0]?.seconds ?? undefined
}
