/** Everything the audit log can say happened, as `object.verb`, with the category the log is filtered by. */
export const AUDIT_ACTIONS = {
  'account.created': 'access',
  'account.disabled': 'access',
  'account.locked': 'access',
  'first_run.completed': 'access',
  'first_run.code_refused': 'access',
  'session.started': 'access',
  'session.ended': 'access',
  'session.refused': 'access',
  'token.created': 'access',
  'token.revoked': 'access',
  'operation.refused': 'access',
  'connector.created': 'connectors',
  'connector.changed': 'connectors',
  'connector.scope_changed': 'connectors',
  'connector.deleted': 'connectors',
  'connector.tested': 'connectors',
  'sample.connected': 'connectors',
  'sample.removed': 'connectors',
  'upload.created': 'connectors',
  'upload.deleted': 'connectors',
  'cycle.started': 'synchronization',
  'cycle.cancelled': 'synchronization',
  'export.approved': 'synchronization',
  'staging.turned_on': 'synchronization',
  'staging.turned_off': 'synchronization',
  'quarantine.retried': 'synchronization',
  'configuration.applied': 'configuration',
  'organisation.changed': 'configuration',
} as const

export type AuditAction = keyof typeof AUDIT_ACTIONS
export type AuditCategory = (typeof AUDIT_ACTIONS)[AuditAction]

export const AUDIT_CATEGORIES = ['access', 'connectors', 'synchronization', 'configuration'] as const

/** What a command did. `before` and `after` hold only what changed, as JSON; never secrets. */
export type AuditChange = {
  readonly action: AuditAction
  readonly target: { readonly type: string; readonly id: string; readonly name: string }
  readonly before?: unknown
  readonly after?: unknown
  readonly reason?: string
}
