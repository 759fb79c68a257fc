/** An audit entry as stored, everything as the text PostgreSQL gives: what the chain covers. */
export type StoredEntry = Readonly<Record<string, string | null>> & { readonly id: string }

const COVERED = [
  'id',
  'at',
  'actor_kind',
  'actor_id',
  'actor_name',
  'action',
  'category',
  'outcome',
  'target_type',
  'target_id',
  'target_name',
  'before',
  'after',
  'reason',
  'correlation_id',
  'ip',
] as const

/** Select list of a `StoredEntry` from `audit_entry entry`. The time is in UTC whatever the connection's zone is. */
export const STORED_ENTRY = COVERED.map((column) =>
  column === 'at' ? `(entry.at at time zone 'UTC')::text as at` : `entry.${column}::text as ${column}`,
).join(', ')

/** The bytes of an entry that its seal covers: every column, in a fixed order, unambiguously separated. */
export function entryText(entry: StoredEntry): string {
  return JSON.stringify(COVERED.map((column) => entry[column] ?? null))
}
