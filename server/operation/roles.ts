import { PERMISSIONS, type Permission } from './permissions.ts'

/** The roles that can be assigned, most powerful first. Names are public contract. */
export const ROLE_NAMES = ['Global Administrator', 'Hybrid Identity Administrator', 'Global Reader'] as const

export type RoleName = (typeof ROLE_NAMES)[number]

/** What each role allows within the scope of its assignment. */
export const ROLES: Readonly<Record<RoleName, ReadonlySet<Permission>>> = {
  'Global Administrator': new Set(PERMISSIONS),
  'Hybrid Identity Administrator': new Set(
    PERMISSIONS.filter((permission) => !isAccessManagement(permission)),
  ),
  'Global Reader': new Set(PERMISSIONS.filter((permission) => permission.endsWith('.read'))),
}

/** The roles that allow `permission`, for messages and for pages that say who may do what. */
export function rolesAllowing(permission: Permission): readonly RoleName[] {
  return ROLE_NAMES.filter((role) => ROLES[role].has(permission))
}

export function isRoleName(text: string): text is RoleName {
  return ROLE_NAMES.some((role) => role === text)
}

function isAccessManagement(permission: Permission): boolean {
  return permission.startsWith('access.') && permission.endsWith('.manage')
}
