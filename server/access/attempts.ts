import { createHash } from 'node:crypto'
import type { Sql } from '../../db/client.ts'

/** What is counted: tries for one account name, from one address, or at the install code. */
export type AttemptSubject = { readonly kind: 'account' | 'address' | 'install-code'; readonly value: string }

/** How many tries are free. More for an address: many people may share one. */
const FREE_TRIES = { account: 5, address: 20, 'install-code': 5 } as const

const LONGEST_LOCK_MINUTES = 15
const FORGOTTEN_AFTER_HOURS = 24

/** `locked`: the try must be refused whatever it says. `lockedNow`: it is the one that closes the door behind it. */
export type Attempt = { readonly locked: boolean; readonly lockedNow: boolean }

/**
 * Counts a try *before* it is judged, so that many at once cannot slip past the limit; `forgiveAttempt` takes it back
 * when it was right. From the last free try on each one locks: 1, 2, 4, 8, then 15 minutes.
 */
export async function claimAttempt(sql: Sql, subject: AttemptSubject, now: Date): Promise<Attempt> {
  const free = FREE_TRIES[subject.kind]
  const { rows } = await sql.query<{ failures: number }>(
    `insert into attempt_counter as counter (key, failures, last_failure_at) values ($1, 1, $2)
     on conflict (key) do update set
       failures = case when ${FORGOTTEN} then 1 else counter.failures + 1 end,
       last_failure_at = $2,
       locked_until = case when ${FORGOTTEN} or counter.failures + 1 < $3 then null
         else $2::timestamptz + make_interval(mins => least(power(2, least(counter.failures + 1 - $3, 9))::int, $4)) end
     where counter.locked_until is null or counter.locked_until <= $2
     returning failures`,
    [keyOf(subject), now, free, LONGEST_LOCK_MINUTES],
  )
  const [row] = rows
  return { locked: row === undefined, lockedNow: row !== undefined && row.failures >= free }
}

const FORGOTTEN = `counter.last_failure_at < $2::timestamptz - make_interval(hours => ${FORGOTTEN_AFTER_HOURS})`

/** Takes back a try that was right. An account starts afresh; an address only loses this one. */
export async function forgiveAttempt(sql: Sql, subject: AttemptSubject): Promise<void> {
  await (subject.kind === 'address'
    ? sql.query(
        'update attempt_counter set failures = greatest(failures - 1, 0), locked_until = null where key = $1',
        [keyOf(subject)],
      )
    : sql.query('delete from attempt_counter where key = $1', [keyOf(subject)]))
}

/** Deletes counters that no longer count. */
export async function forgetOldAttempts(sql: Sql, now: Date): Promise<void> {
  await sql.query(
    'delete from attempt_counter where last_failure_at < $1::timestamptz - make_interval(hours => $2)',
    [now, FORGOTTEN_AFTER_HOURS],
  )
}

// Hashed: people type passwords into name fields.
function keyOf({ kind, value }: AttemptSubject): string {
  return `${kind}:${createHash('sha256').update(value).digest('base64url')}`
}
