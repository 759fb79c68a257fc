import { z } from 'zod'
import { AppError } from '../../errors.ts'
import { isAllowed } from '../../operation/authorize.ts'
import { query } from '../../operation/define.ts'
import { PERMISSIONS } from '../../operation/permissions.ts'
import { ROLE_NAMES } from '../../operation/roles.ts'

/** Who is calling, and what they may do. `organisation` and `timeZone` are empty before first run. */
export const getSession = query({
  name: 'access.session.get',
  summary: 'Who is signed in, with roles and permissions',
  permission: 'session.read',
  route: { method: 'GET', path: '/session' },
  input: z.object({}),
  output: z.object({
    kind: z.enum(['account', 'token', 'system']),
    id: z.string(),
    name: z.string(),
    roles: z.array(z.enum(ROLE_NAMES)),
    permissions: z.array(z.enum(PERMISSIONS)),
    organisation: z.string(),
    timeZone: z.string(),
  }),
  run: async ({ context, sql }) => {
    const { actor, assignments } = context
    if (!actor) throw new AppError('unauthenticated', 'unauthenticated', 'Sign in and try again.')
    const { rows } = await sql.query<{ name: string; timeZone: string }>(
      'select name, time_zone as "timeZone" from organisation',
    )
    return {
      ...actor,
      roles: ROLE_NAMES.filter((role) => assignments.some((assignment) => assignment.role === role)),
      permissions: PERMISSIONS.filter((permission) => isAllowed(permission, context)),
      organisation: rows[0]?.name ?? '',
      timeZone: rows[0]?.timeZone ?? '',
    }
  },
})
