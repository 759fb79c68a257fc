import type pg from 'pg'
import { beginChange } from './begin-change.ts'
import { purgeObjects } from './purge-objects.ts'

/** Makes synchronised objects cloud objects: they keep their values and are not tied to a source any more. */
export async function detachObjects(tx: pg.PoolClient, ids: readonly string[], now: Date): Promise<void> {
  if (ids.length === 0) return
  const changeSeq = await beginChange(tx)
  await tx.query(
    `update directory_object set synced = false, mastered_by = 'cloud', updated_at = $2, change_seq = $3
     where id = any($1::uuid[])`,
    [ids, now, changeSeq],
  )
}

/**
 * Deletes objects for good, live ones included, without the 30 days of soft delete: only for what Lockstep's own
 * sample made.
 */
export async function eraseObjects(tx: pg.PoolClient, ids: readonly string[], now: Date): Promise<void> {
  if (ids.length === 0) return
  await tx.query('delete from directory_unique_value where object_id = any($1::uuid[])', [ids])
  await tx.query(
    `update directory_object set synced = false, deleted_at = coalesce(deleted_at, $2) where id = any($1::uuid[])`,
    [ids, now],
  )
  await purgeObjects(tx, ids, now)
}
