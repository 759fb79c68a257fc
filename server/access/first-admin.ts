import { randomUUID } from 'node:crypto'
import type pg from 'pg'
import { transaction } from '../../db/client.ts'
import type { Actor } from '../context.ts'
import { recordAudit } from '../operation/audit.ts'
import { createFirstAdministrator } from './create-administrator.ts'
import { assertAcceptablePassword } from './password.ts'

/**
 * Whoever sets the environment owns the machine, and refusing to start helps nobody; so only what is hopeless is
 * refused here.
 */
const UNATTENDED_MIN_LENGTH = 8

const SUPERVISOR: Actor = { kind: 'system', id: 'start', name: 'Lockstep start' }

/**
 * Makes the first administrator from the environment, when there is none; false when there is. The organisation gets
 * a neutral name. Throws like `assertAcceptablePassword`.
 */
export async function ensureFirstAdmin(
  sql: pg.Pool,
  { email, password }: { readonly email: string; readonly password: string },
): Promise<boolean> {
  assertAcceptablePassword(password, email, UNATTENDED_MIN_LENGTH)
  return transaction(async (tx) => {
    const administrator = await createFirstAdministrator(tx, {
      email,
      password,
      organisation: 'My organisation',
      timeZone: 'UTC',
      assignedBy: SUPERVISOR.name,
    })
    if (!administrator) return false
    const context = { actor: SUPERVISOR, ip: undefined, correlationId: randomUUID() }
    const target = { type: 'account', ...administrator }
    await recordAudit(tx, context, {
      action: 'account.created',
      target,
      after: { role: 'Global Administrator' },
    })
    return true
  }, sql)
}
