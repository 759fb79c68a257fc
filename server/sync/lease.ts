import type { Sql } from '../../db/client.ts'
import { AppError } from '../errors.ts'

/** The right to write for one connector until the database clock passes `expires_at`; renewed by `renewLease`. */
export type Lease = { readonly resource: string; readonly fencing: number; readonly holder: string }

/** Long enough for a slow commit, short enough that a killed worker is replaced within seconds. */
const LEASE_SECONDS = 12

/**
 * Takes the lease on `resource`, or returns undefined while somebody else's is valid. Each new holder gets a higher
 * fencing number; re-taking one's own lease keeps it.
 */
export async function takeLease(sql: Sql, resource: string, holder: string): Promise<Lease | undefined> {
  const { rows } = await sql.query<{ fencing: string }>(
    `insert into lease as l (resource, fencing, holder, expires_at)
     values ($1, 1, $2, clock_timestamp() + make_interval(secs => $3))
     on conflict (resource) do update
       set fencing = case when l.holder = excluded.holder then l.fencing else l.fencing + 1 end,
           holder = excluded.holder, expires_at = excluded.expires_at
       where l.holder = excluded.holder or l.expires_at < clock_timestamp()
     returning fencing`,
    [resource, holder, LEASE_SECONDS],
  )
  const row = rows[0]
  return row && { resource, fencing: Number(row.fencing), holder }
}

/**
 * Extends the lease. Throws `sync.lease_lost` when another holder took over. Inside a transaction it also fences it:
 * the row stays locked until the commit, so nobody can take over in between.
 */
export async function renewLease(sql: Sql, lease: Lease): Promise<void> {
  const { rowCount } = await sql.query(
    `update lease set expires_at = clock_timestamp() + make_interval(secs => $3)
     where resource = $1 and fencing = $2`,
    [lease.resource, lease.fencing, LEASE_SECONDS],
  )
  if (rowCount !== 1) throw leaseLost(lease)
}

/** Lets the next worker in at once; the fencing number stays, so that it only ever grows. */
export async function releaseLease(sql: Sql, lease: Lease): Promise<void> {
  await sql.query(
    `update lease set expires_at = clock_timestamp() - interval '1 second' where resource = $1 and fencing = $2`,
    [lease.resource, lease.fencing],
  )
}

function leaseLost(lease: Lease): AppError {
  return new AppError(
    'conflict',
    'sync.lease_lost',
    `Another worker took over ${lease.resource}; this one stopped writing.`,
  )
}
