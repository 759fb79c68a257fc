import { createHash, randomBytes } from 'node:crypto'
import { pool, type Sql } from '../../db/client.ts'
import { AppError } from '../errors.ts'
import { newId } from '../ids.ts'
import type { RoleName } from '../operation/roles.ts'
import type { Principal } from './session.ts'

export const TOKEN_PREFIX = 'lockstep_'
export const TOKEN_LONGEST_DAYS = 365
export const TOKEN_DEFAULT_DAYS = 90

const DAY_MS = 86_400_000

/** A token without its secret. Times are ISO 8601 in UTC. */
export type TokenSummary = {
  readonly id: string
  readonly name: string
  readonly role: RoleName
  readonly createdBy: string
  readonly createdAt: string
  readonly expiresAt: string
}

export type NewToken = {
  readonly name: string
  readonly role: RoleName
  /** Whole days from `now`, 1 to 365. */
  readonly days: number
  /** The account it stands and falls with; undefined on the command line. */
  readonly accountId: string | undefined
  readonly createdBy: string
  readonly now: Date
}

/** Makes a token. `token` is shown once and cannot be found again: only its SHA-256 is stored. */
export async function createApiToken(
  tx: Sql,
  { name, role, days, accountId, createdBy, now }: NewToken,
): Promise<{ token: string; summary: TokenSummary }> {
  const token = TOKEN_PREFIX + randomBytes(32).toString('base64url')
  const id = newId()
  const expiresAt = new Date(now.getTime() + days * DAY_MS)
  await tx.query(
    `insert into api_token (id, name, hash, role, account_id, created_by, created_at, expires_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8)`,
    [id, name, hashToken(token), role, accountId ?? null, createdBy, now, expiresAt],
  )
  const summary = {
    id,
    name,
    role,
    createdBy,
    createdAt: now.toISOString(),
    expiresAt: expiresAt.toISOString(),
  }
  return { token, summary }
}

/** Who a token stands for; undefined when it is unknown, expired, revoked, or its account is disabled. */
export async function findApiToken(
  token: string,
  now: Date,
  ip: string | undefined,
  sql: Sql = pool(),
): Promise<Principal | undefined> {
  if (!token.startsWith(TOKEN_PREFIX)) return undefined
  const { rows } = await sql.query<{ id: string; name: string; role: RoleName; stale: boolean }>(
    `select api_token.id, api_token.name, role,
       (last_used_at is null or last_used_at < $2::timestamptz - interval '1 minute') as stale
     from api_token left join account on account.id = api_token.account_id
     where hash = $1 and revoked_at is null and expires_at > $2 and account.disabled_at is null`,
    [hashToken(token), now],
  )
  const [row] = rows
  if (!row) return undefined
  if (row.stale) {
    await sql.query('update api_token set last_used_at = $2, last_used_ip = $3 where id = $1', [
      row.id,
      now,
      ip ?? null,
    ])
  }
  return {
    actor: { kind: 'token', id: row.id, name: row.name },
    assignments: [{ role: row.role, scope: { type: 'organisation' } }],
  }
}

/** Ends a token at once. Throws `token.not_found`; ending it again changes nothing and returns `changed` false. */
export async function revokeApiToken(
  tx: Sql,
  id: string,
  now: Date,
): Promise<{ name: string; changed: boolean }> {
  const found = await tx.query<{ name: string; revoked: boolean }>(
    'select name, revoked_at is not null as revoked from api_token where id = $1 for update',
    [id],
  )
  const [row] = found.rows
  if (!row) throw new AppError('notFound', 'token.not_found', `There is no API token ${id}. Reload the list.`)
  if (!row.revoked) await tx.query('update api_token set revoked_at = $2 where id = $1', [id, now])
  return { name: row.name, changed: !row.revoked }
}

function hashToken(token: string): Buffer {
  return createHash('sha256').update(token).digest()
}
