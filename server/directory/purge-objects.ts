import type pg from 'pg'
import { beginChange } from './begin-change.ts'

/** How long soft-deleted objects can be restored, and how long a delta cursor lives. */
export const RETENTION_DAYS = 30

const LARGEST_BATCH = 1000

/**
 * Deletes for good the objects soft-deleted more than 30 days before `now`, with their references, at most 1000 in
 * one call, and forgets removals that no living cursor can still ask for. Returns how many objects went; call again,
 * in a new transaction, while it is not 0.
 */
export async function purgeExpired(tx: pg.PoolClient, now: Date): Promise<number> {
  const before = new Date(now.getTime() - RETENTION_DAYS * 24 * 60 * 60 * 1000)
  const changeSeq = await beginChange(tx)
  const { rows } = await tx.query<{ id: string }>(
    'select id from directory_object where deleted_at < $1 order by deleted_at, id limit $2',
    [before, LARGEST_BATCH],
  )
  await tx.query('delete from directory_edge_removed where removed_at < $1', [before])
  await tx.query('delete from directory_tombstone where purged_at < $1', [before])
  const ids = rows.map((row) => row.id)
  return purge(tx, ids, now, changeSeq)
}

/** Deletes soft-deleted objects for good at once, by id; returns how many there were. Live objects stay. */
export async function purgeObjects(tx: pg.PoolClient, ids: readonly string[], now: Date): Promise<number> {
  return purge(tx, ids, now, await beginChange(tx))
}

async function purge(
  tx: pg.PoolClient,
  ids: readonly string[],
  now: Date,
  changeSeq: number,
): Promise<number> {
  if (ids.length === 0) return 0
  const { rows } = await tx.query<{ id: string }>(
    `with gone as (
       delete from directory_object where id = any($1::uuid[]) and deleted_at is not null returning id, object_type)
     insert into directory_tombstone (id, object_type, change_seq, purged_at)
     select id, object_type, $2, $3 from gone returning id`,
    [ids, changeSeq, now],
  )
  const gone = rows.map((row) => row.id)
  await tx.query(
    'delete from directory_edge where source_id = any($1::uuid[]) or target_id = any($1::uuid[])',
    [gone],
  )
  await tx.query(
    'delete from directory_edge_removed where source_id = any($1::uuid[]) or target_id = any($1::uuid[])',
    [gone],
  )
  return gone.length
}
