import type pg from 'pg'
import { pool, type Sql, transaction } from '../../db/client.ts'
import type { Actor, Assignment, AssignmentScope } from '../context.ts'
import { publish } from '../events/publish.ts'
import { recordAudit } from '../operation/audit.ts'
import { isRoleName } from '../operation/roles.ts'

/** A session ends this long after its last request … */
export const SESSION_IDLE_HOURS = 8
/** … and this long after sign-in in any case. */
export const SESSION_ABSOLUTE_HOURS = 24

const TOUCH_AFTER_SECONDS = 60
const KEPT_DAYS = 30

/** Open streams hear this key and look their session up again. */
export const SESSION_EVENT = 'access.session'

/** Who a session or token stands for, as of now. */
export type Principal = { readonly actor: Actor; readonly assignments: readonly Assignment[] }

type Row = {
  readonly id: string
  readonly name: string
  readonly lastSeenAt: Date
  readonly assignments: { role: string; scopeType: AssignmentScope['type']; scopeId: string | null }[]
}

/**
 * Who a session belongs to; undefined when it ended, expired, or its account is disabled or gone. `touch` renews the
 * idle limit; an open stream looks without touching.
 */
export async function findSession(
  sessionId: string,
  now: Date,
  touch: boolean,
  sql: Sql = pool(),
): Promise<Principal | undefined> {
  const { rows } = await sql.query<Row>(
    `select account.id, account.name, session.last_seen_at as "lastSeenAt",
       (select coalesce(jsonb_agg(jsonb_build_object('role', role, 'scopeType', scope_type, 'scopeId', scope_id)), '[]')
        from role_assignment where account_id = account.id) as assignments
     from session join account on account.id = session.account_id
     where session.id = $1 and session.ended_at is null and account.disabled_at is null
       and session.created_at > $2::timestamptz - make_interval(hours => $3)
       and session.last_seen_at > $2::timestamptz - make_interval(hours => $4)`,
    [sessionId, now, SESSION_ABSOLUTE_HOURS, SESSION_IDLE_HOURS],
  )
  const [row] = rows
  if (!row) return undefined
  if (touch && now.getTime() - row.lastSeenAt.getTime() > TOUCH_AFTER_SECONDS * 1000) {
    await sql.query('update session set last_seen_at = $2 where id = $1', [sessionId, now])
  }
  return {
    actor: { kind: 'account', id: row.id, name: row.name },
    assignments: row.assignments.flatMap(toAssignment),
  }
}

/** Signs a session out: the next request and every open stream of it are refused. */
export async function endSession(
  sessionId: string,
  call: { readonly now: Date; readonly correlationId: string },
  sql: pg.Pool = pool(),
): Promise<void> {
  await transaction(async (tx) => {
    const { rows } = await tx.query<{ id: string; name: string }>(
      `update session set ended_at = $2 from account
       where session.id = $1 and session.ended_at is null and account.id = session.account_id
       returning account.id, account.name`,
      [sessionId, call.now],
    )
    const [account] = rows
    if (!account) return
    const actor: Actor = { kind: 'account', ...account }
    const target = { type: 'account', ...account }
    const context = { actor, ip: undefined, correlationId: call.correlationId }
    await recordAudit(tx, context, { action: 'session.ended', target })
    await publish(tx, [SESSION_EVENT], 'session.read')
  }, sql)
}

/** Deletes sessions that ended or expired long ago; the audit log keeps that they were. */
export async function forgetOldSessions(sql: Sql, now: Date): Promise<void> {
  await sql.query('delete from session where created_at < $1::timestamptz - make_interval(days => $2)', [
    now,
    KEPT_DAYS,
  ])
}

function toAssignment({ role, scopeType, scopeId }: Row['assignments'][number]): Assignment[] {
  // A role of a newer version allows nothing here.
  if (!isRoleName(role)) return []
  if (scopeType === 'organisation') return [{ role, scope: { type: scopeType } }]
  return scopeId === null ? [] : [{ role, scope: { type: scopeType, id: scopeId } }]
}
