/** What a role can allow, as `area.object.action`. `session.read` is everybody who is signed in. */
export const PERMISSIONS = [
  'session.read',
  'directory.object.read',
  'connector.read',
  'connector.change',
  'connector.test',
  'upload.create',
  'sync.cycle.start',
  'sync.run.read',
  'sync.export.read',
  'sync.export.approve',
  'sync.staging.change',
  'sync.error.read',
  'metaverse.read',
  'audit.read',
  'access.role.read',
  'access.token.read',
  'access.token.manage',
  'system.read',
] as const

export type Permission = (typeof PERMISSIONS)[number]

/** `public` operations answer everybody, also before the first sign-in. */
export type RequiredPermission = Permission | 'public'
