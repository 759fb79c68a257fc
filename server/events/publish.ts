import type { Sql } from '../../db/client.ts'
import type { Permission } from '../operation/permissions.ts'

/** The PostgreSQL channel that wakes up whoever serves open browsers. */
export const EVENT_CHANNEL = 'lockstep_event'

/**
 * Tells open browsers that what the operations named by `keys` answer has changed (`sync.runs` means every
 * operation below it). Only callers with `permission` are told. Part of the caller's transaction. Long work calls it
 * at most once a second: every event is a row and a wake-up.
 */
export async function publish(tx: Sql, keys: readonly string[], permission: Permission): Promise<void> {
  await tx.query(
    `with added as (insert into event (keys, permission) values ($1, $2)) select pg_notify($3, '')`,
    [keys, permission, EVENT_CHANNEL],
  )
}
