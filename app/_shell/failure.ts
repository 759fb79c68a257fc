import type { Failure } from '../_ui/states.tsx'

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined
}

/**
 * What the portal can say about a failed operation. The door answers `{ code, message, field?, details?,
 * correlationId }`; the typed client wraps that into an error whose `data` is the body.
 */
export function failureOf(error: unknown): Failure & { readonly field: string | undefined } {
  const outer = isRecord(error) ? error : {}
  const body = isRecord(outer.data) ? outer.data : outer
  const details = isRecord(body.details) ? body.details : {}
  const status = typeof outer.status === 'number' ? outer.status : 503
  return {
    status,
    code: text(body.code) ?? text(outer.code) ?? 'portal.unreachable',
    message:
      text(body.message) ??
      text(outer.message) ??
      'The portal did not answer. Check that Lockstep is running and that you are connected, then retry.',
    field: text(body.field),
    correlationId: text(body.correlationId),
    permission: text(details.permission),
    roles: Array.isArray(details.roles) ? details.roles.filter((role) => typeof role === 'string') : [],
  }
}
