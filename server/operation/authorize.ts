import type { RequestContext } from '../context.ts'
import { AppError } from '../errors.ts'
import type { Permission, RequiredPermission } from './permissions.ts'
import { ROLES, rolesAllowing } from './roles.ts'

/** Whether the caller holds `permission` for the whole organisation. Nobody is allowed anything by default. */
export function isAllowed(
  permission: RequiredPermission,
  context: Pick<RequestContext, 'actor' | 'assignments'>,
): boolean {
  if (permission === 'public') return true
  if (!context.actor) return false
  if (permission === 'session.read') return true
  // A narrower scope never counts for the whole organisation.
  return context.assignments.some(
    ({ role, scope }) => scope.type === 'organisation' && ROLES[role].has(permission),
  )
}

/**
 * Throws `unauthenticated` (401) when nobody is signed in, `forbidden` (403) when the caller's roles do not allow
 * `permission`; `details` then names the permission and the roles that have it.
 */
export function authorize(permission: RequiredPermission, context: RequestContext): void {
  if (isAllowed(permission, context)) return
  if (permission === 'public' || !context.actor) {
    throw new AppError(
      'unauthenticated',
      'unauthenticated',
      'Sign in, or send a valid API token, and try again.',
    )
  }
  throw forbidden(permission)
}

function forbidden(permission: Permission): AppError {
  const roles = rolesAllowing(permission)
  return new AppError(
    'forbidden',
    'forbidden',
    `This needs the permission ${permission}, which your roles do not include. Ask for one of: ${roles.join(', ')}.`,
    { details: { permission, roles } },
  )
}
