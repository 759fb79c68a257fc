import { hostname } from 'node:os'
import type pg from 'pg'
import { enqueue } from '../jobs.ts'

/** Name of this process as a lease holder: where it lives and which process it is. */
export function leaseHolder(id: string): string {
  return `${hostname()} ${process.pid} ${id}`
}

/**
 * Puts cycles that nobody works on back into the queue: a worker was killed, or the database was restarted. Leases
 * of processes of this machine that are gone are ended at once; those of other machines run out by themselves.
 */
export async function resumeCycles(pool: pg.Pool): Promise<void> {
  await expireDeadLeases(pool)
  const { rows } = await pool.query<{ id: string }>(
    `select c.id from cycle c
     where c.state in ('queued', 'running') and c.created_at < now() - interval '3 seconds'
       and not exists (select from lease l join run r on l.resource = r.connector_id::text
         where r.cycle_id = c.id and l.expires_at > clock_timestamp())`,
  )
  for (const { id } of rows) await enqueue(pool, 'sync.cycle', { cycleId: id })
}

async function expireDeadLeases(pool: pg.Pool): Promise<void> {
  const { rows } = await pool.query<{ resource: string; fencing: string; holder: string }>(
    'select resource, fencing, holder from lease where expires_at > clock_timestamp()',
  )
  for (const lease of rows) {
    const [host, pid] = lease.holder.split(' ')
    if (host !== hostname() || isAlive(Number(pid))) continue
    await pool.query(
      `update lease set expires_at = clock_timestamp() - interval '1 second' where resource = $1 and fencing = $2`,
      [lease.resource, lease.fencing],
    )
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}
