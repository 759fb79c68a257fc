import { z } from 'zod'
import { AppError } from '../../errors.ts'
import { command } from '../../operation/define.ts'
import { createFirstAdministrator, hasAdministrator } from '../create-administrator.ts'
import { checkInstallCode } from '../install-code.ts'
import { assertAcceptablePassword } from '../password.ts'

export const completeFirstRun = command({
  name: 'access.firstRun.complete',
  summary: 'Set up the first administrator with the code that the start printed',
  permission: 'public',
  route: { method: 'POST', path: '/first-run', successStatus: 201 },
  input: z.strictObject({
    code: z.string('Enter the code that the start printed').trim().min(1).max(100),
    email: z
      .string('Enter an e-mail address')
      .trim()
      .max(254)
      .pipe(z.email('Enter an e-mail address, for example admin@example.com')),
    password: z.string('Enter a password'),
    organisation: z.string().trim().min(1).max(100).default('My organisation'),
    timeZone: z.string().refine(isTimeZone, 'Enter a time zone such as Europe/Zurich').default('UTC'),
  }),
  output: z.object({ id: z.string(), email: z.string() }),
  before: async ({ input, context, sql }) => {
    if (await hasAdministrator(sql)) throw alreadyDone()
    await checkInstallCode(sql, input.code, context.now)
    assertAcceptablePassword(input.password, input.email)
  },
  run: async ({ input, tx }) => {
    const administrator = await createFirstAdministrator(tx, { ...input, assignedBy: 'first run' })
    if (!administrator) throw alreadyDone()
    const target = { type: 'account', ...administrator }
    return {
      result: { id: administrator.id, email: administrator.name },
      change: { action: 'first_run.completed', target, after: { role: 'Global Administrator' } },
    }
  },
})

function alreadyDone(): AppError {
  return new AppError(
    'conflict',
    'first_run.completed',
    'The first administrator was set up already. Sign in instead.',
  )
}

function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== ''
  } catch {
    return false
  }
}
