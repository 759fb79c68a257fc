import type { Sql } from '../../db/client.ts'
import type { RequestContext } from '../context.ts'
import { AUDIT_ACTIONS, type AuditChange } from './audit-actions.ts'

/** The caller as the audit log keeps it. */
export type AuditContext = Pick<RequestContext, 'actor' | 'correlationId' | 'ip'>

/** `done` unless something was refused, which changed nothing. */
export type AuditOutcome = 'done' | 'refused'

/**
 * Writes one audit entry. Commands get theirs from `command`; call this only for a further change in the same
 * transaction, or where no operation runs (start, jobs). Pass the transaction that makes the change.
 */
export async function recordAudit(
  tx: Sql,
  context: AuditContext,
  change: AuditChange,
  outcome: AuditOutcome = 'done',
): Promise<void> {
  const { actor } = context
  await tx.query(
    `insert into audit_entry (actor_kind, actor_id, actor_name, action, category, outcome, target_type, target_id,
       target_name, before, after, reason, correlation_id, ip)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)`,
    [
      actor?.kind ?? 'anonymous',
      actor?.id ?? null,
      actor?.name ?? null,
      change.action,
      AUDIT_ACTIONS[change.action],
      outcome,
      change.target.type,
      change.target.id,
      change.target.name,
      json(change.before),
      json(change.after),
      change.reason ?? null,
      context.correlationId,
      context.ip ?? null,
    ],
  )
}

const REFUSALS_KEPT_MINUTES = 1

/**
 * Records that the caller was refused `operation`. One entry per caller, operation and minute: a loop of refused
 * calls must not fill the log.
 */
export async function recordRefusal(sql: Sql, context: AuditContext, operation: string): Promise<void> {
  const { rowCount } = await sql.query(
    `select 1 from audit_entry where action = 'operation.refused' and actor_id = $1 and target_id = $2
       and at > now() - make_interval(mins => $3) limit 1`,
    [context.actor?.id ?? null, operation, REFUSALS_KEPT_MINUTES],
  )
  if (rowCount) return
  const target = { type: 'operation', id: operation, name: operation }
  await recordAudit(sql, context, { action: 'operation.refused', target }, 'refused')
}

function json(value: unknown): string | null {
  return value === undefined ? null : JSON.stringify(value)
}
