import type { Sql } from '../../db/client.ts'
import type { Domains } from './model.ts'

/** Sign-in names fall back to this domain until the directory has one of its own (`.internal` is private use). */
export const DEFAULT_INITIAL_DOMAIN = 'lockstep.internal'

/** The directory's domains; without any, every suffix counts as verified. */
export async function loadDomains(sql: Sql): Promise<Domains> {
  const { rows } = await sql.query<{ name: string; initial: boolean; verified: boolean }>(
    'select name, initial, verified_at is not null as verified from directory_domain',
  )
  const initial = rows.find((row) => row.initial)?.name ?? DEFAULT_INITIAL_DOMAIN
  if (rows.length === 0) return { initial, verified: undefined }
  const verified = rows.filter((row) => row.verified || row.initial).map((row) => row.name)
  return { initial, verified: new Set(verified) }
}
