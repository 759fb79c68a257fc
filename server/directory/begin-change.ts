import type pg from 'pg'

/** Advisory lock of all directory writers. Any fixed number, used nowhere else. */
const DIRECTORY_LOCK = 7_225_002

/**
 * Makes this transaction the directory's only writer until it ends and returns its change number. Because the
 * number is taken under the lock and the lock is held until commit, numbers become visible in ascending order: who
 * has read up to n will never see a lower number appear later. It also means that values read after this call stay
 * true until commit. The transaction must be `read committed` (the default), or it would not see what the previous
 * holder wrote. Calling it again in one transaction gives a new, higher number.
 */
export async function beginChange(tx: pg.PoolClient): Promise<number> {
  await tx.query('select pg_advisory_xact_lock($1)', [DIRECTORY_LOCK])
  // A statement of its own: the number must be taken after the lock was granted.
  const { rows } = await tx.query<{ number: string }>(`select nextval('directory_change_seq') as number`)
  return Number(rows[0]?.number)
}
