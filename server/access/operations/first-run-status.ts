import { z } from 'zod'
import { query } from '../../operation/define.ts'
import { hasAdministrator } from '../create-administrator.ts'

export const getFirstRunStatus = query({
  name: 'access.firstRun.status',
  summary: 'Whether the first administrator is still to be set up',
  permission: 'public',
  route: { method: 'GET', path: '/first-run' },
  input: z.object({}),
  output: z.object({ open: z.boolean() }),
  run: async ({ sql }) => ({ open: !(await hasAdministrator(sql)) }),
})
