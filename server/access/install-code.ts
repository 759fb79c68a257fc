import { createHash, randomInt, timingSafeEqual } from 'node:crypto'
import type pg from 'pg'
import type { Sql } from '../../db/client.ts'
import { AppError } from '../errors.ts'
import { claimAttempt, forgiveAttempt } from './attempts.ts'
import { hasAdministrator } from './create-administrator.ts'

/** Letters and digits that are not mistaken for each other when typed from a screen. */
const ALPHABET = 'ABCDEFGHJKMNPQRSTVWXYZ23456789'
const GROUPS = 4
const GROUP_LENGTH = 5

const SUBJECT = { kind: 'install-code', value: 'first run' } as const

/**
 * A new code for first run, as `ABCDE-FGHJK-…`; the one before stops working. Undefined when an administrator exists:
 * there is no first run then. Only its SHA-256 is stored. Wrong tries stay counted over restarts.
 */
export async function issueInstallCode(sql: Sql): Promise<string | undefined> {
  if (await hasAdministrator(sql)) return undefined
  const group = () =>
    Array.from({ length: GROUP_LENGTH }, () => ALPHABET[randomInt(ALPHABET.length)]).join('')
  const code = Array.from({ length: GROUPS }, group).join('-')
  await sql.query(
    `insert into install_code (hash) values ($1) on conflict ("only") do update set hash = $1, issued_at = now()`,
    [hashCode(code)],
  )
  return code
}

/**
 * Throws `first_run.code_wrong` (field `code`), or `first_run.locked` after too many tries. Not for use inside a
 * transaction: a wrong try must stay counted when that rolls back.
 */
export async function checkInstallCode(sql: pg.Pool, code: string, now: Date): Promise<void> {
  const attempt = await claimAttempt(sql, SUBJECT, now)
  if (attempt.locked) {
    throw new AppError(
      'limit',
      'first_run.locked',
      'Too many wrong codes. Wait up to 15 minutes, then enter the code that the last start of Lockstep printed.',
      { field: 'code' },
    )
  }
  const { rows } = await sql.query<{ hash: Buffer }>('select hash from install_code')
  const expected = rows[0]?.hash
  if (expected && timingSafeEqual(expected, hashCode(code))) return forgiveAttempt(sql, SUBJECT)
  throw new AppError(
    'invalid',
    'first_run.code_wrong',
    'This is not the code that the last start of Lockstep printed in its terminal. Each start prints a new one.',
    { field: 'code' },
  )
}

function hashCode(code: string): Buffer {
  return createHash('sha256')
    .update(code.toUpperCase().replace(/[^A-Z0-9]/g, ''))
    .digest()
}
