import type pg from 'pg'

/** Run history is kept this long (connect-sync reference, section 16). */
const RUN_HISTORY_DAYS = 7
/** Months of change log: who changed what, and when. */
const CHANGE_LOG_MONTHS = 13

/**
 * Forgets cycles and runs older than 7 days, but never the newest of each connector, and drops months of the change
 * log that are out of retention; makes the partition of the coming months.
 */
export async function pruneHistory(pool: pg.Pool, now: Date): Promise<void> {
  const before = new Date(now.getTime() - RUN_HISTORY_DAYS * 24 * 60 * 60 * 1000)
  const { rows } = await pool.query<{ id: string }>(
    `select r.id from run r join cycle c on c.id = r.cycle_id
     where c.finished_at < $1 and c.id <> (select id from cycle where finished_at is not null order by id desc limit 1)`,
    [before],
  )
  const ids = rows.map((row) => row.id)
  await pool.query('delete from run_touched where run_id = any($1)', [ids])
  await pool.query('delete from run_error where run_id = any($1)', [ids])
  await pool.query('delete from run where id = any($1)', [ids])
  await pool.query(
    `delete from cycle c where c.finished_at < $1 and not exists (select from run r where r.cycle_id = c.id)`,
    [before],
  )
  await prepareMonths(pool, now)
  await dropMonths(pool, now)
}

async function prepareMonths(pool: pg.Pool, now: Date): Promise<void> {
  for (const offset of [1, 2]) {
    const from = new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + offset, 1))
    const to = new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + offset + 1, 1))
    // Names and bounds are dates made here, never input.
    await pool.query(
      `create table if not exists ${partitionName(from)} partition of change_log
       for values from ('${from.toISOString()}') to ('${to.toISOString()}')`,
    )
  }
}

async function dropMonths(pool: pg.Pool, now: Date): Promise<void> {
  const oldest = new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() - CHANGE_LOG_MONTHS, 1))
  const { rows } = await pool.query<{ name: string }>(
    `select c.relname as name from pg_inherits i join pg_class c on c.oid = i.inhrelid
     where i.inhparent = 'change_log'::regclass and c.relname ~ '^change_log_[0-9]{6}$' and c.relname < $1`,
    [partitionName(oldest)],
  )
  for (const { name } of rows) await pool.query(`drop table ${name}`)
  await pool.query('delete from change_log_default where at < $1', [oldest])
}

function partitionName(month: Date): string {
  return `change_log_${month.toISOString().slice(0, 7).replace('-', '')}`
}
