import type pg from 'pg'
import { pool, type Sql, transaction } from '../../db/client.ts'
import type { Actor } from '../context.ts'
import { newId } from '../ids.ts'
import { recordAudit } from '../operation/audit.ts'
import type { AuditAction } from '../operation/audit-actions.ts'
import { type AttemptSubject, claimAttempt, forgetOldAttempts, forgiveAttempt } from './attempts.ts'
import { emailKey } from './email-key.ts'
import { PASSWORD_MAX_LENGTH, verifyPassword } from './password.ts'
import { forgetOldSessions } from './session.ts'

export type SignInAttempt = {
  readonly email: string
  readonly password: string
  readonly ip: string | undefined
  readonly userAgent: string | undefined
  readonly now: Date
  readonly correlationId: string
}

type Account = {
  readonly id: string
  readonly name: string
  readonly passwordHash: string
  readonly disabled: boolean
}

/**
 * Signs in by e-mail and password and returns the new session's id. Undefined for every failure: unknown, wrong,
 * disabled and locked look the same and take the same time, so that nobody learns which accounts exist.
 */
export async function signIn(attempt: SignInAttempt, sql: pg.Pool = pool()): Promise<string | undefined> {
  const subjects = subjectsOf(attempt)
  const claims = []
  for (const subject of subjects) claims.push(await claimAttempt(sql, subject, attempt.now))
  const account = await findAccount(sql, attempt.email)
  const password = attempt.password.slice(0, PASSWORD_MAX_LENGTH + 1)
  const right = await verifyPassword(password, account?.passwordHash)
  const locked = claims.some((claim) => claim.locked)
  if (account && right && !locked && !account.disabled) {
    for (const subject of subjects) await forgiveAttempt(sql, subject)
    return startSession(sql, account, attempt)
  }
  if (!locked) {
    const lockedNow = claims.some((claim) => claim.lockedNow)
    await recordFailure(sql, attempt, account, lockedNow ? 'account.locked' : 'session.refused')
  }
  return undefined
}

function subjectsOf({ email, ip }: SignInAttempt): AttemptSubject[] {
  const account: AttemptSubject = { kind: 'account', value: emailKey(email) }
  return ip === undefined ? [account] : [account, { kind: 'address', value: ip }]
}

async function findAccount(sql: Sql, email: string): Promise<Account | undefined> {
  const { rows } = await sql.query<Account>(
    `select id, name, password_hash as "passwordHash", disabled_at is not null as disabled
     from account where email_key = $1`,
    [emailKey(email)],
  )
  return rows[0]
}

async function startSession(sql: pg.Pool, account: Account, attempt: SignInAttempt): Promise<string> {
  const { now, ip, userAgent, correlationId } = attempt
  const id = newId()
  const actor: Actor = { kind: 'account', id: account.id, name: account.name }
  await transaction(async (tx) => {
    await tx.query(
      `insert into session (id, account_id, created_at, last_seen_at, ip, user_agent) values ($1, $2, $3, $3, $4, $5)`,
      [id, account.id, now, ip ?? null, userAgent?.slice(0, 200) ?? null],
    )
    await tx.query('update account set last_sign_in_at = $2 where id = $1', [account.id, now])
    const target = { type: 'account', id: account.id, name: account.name }
    await recordAudit(tx, { actor, ip, correlationId }, { action: 'session.started', target })
    await forgetOldAttempts(tx, now)
    await forgetOldSessions(tx, now)
  }, sql)
  return id
}

/**
 * One entry per account and minute, and one for all unknown names together: strangers must not fill the log. Known and
 * unknown names take the same statements.
 */
async function recordFailure(
  sql: Sql,
  { ip, correlationId }: SignInAttempt,
  account: Account | undefined,
  action: AuditAction,
): Promise<void> {
  const target = { type: 'account', id: account?.id ?? 'unknown', name: account?.name ?? 'unknown account' }
  const { rowCount } = await sql.query(
    `select 1 from audit_entry where action = $1 and target_id = $2 and at > now() - interval '1 minute' limit 1`,
    [action, target.id],
  )
  if (rowCount) return
  await recordAudit(sql, { actor: undefined, ip, correlationId }, { action, target }, 'refused')
}
