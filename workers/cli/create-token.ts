import { randomUUID } from 'node:crypto'
import { parseArgs } from 'node:util'
import { closePool, transaction } from '../../db/client.ts'
import { findRunningPostgres } from '../../db/embedded/running.ts'
import { createApiToken, TOKEN_DEFAULT_DAYS, TOKEN_LONGEST_DAYS } from '../../server/access/api-token.ts'
import { config } from '../../server/config.ts'
import type { Actor } from '../../server/context.ts'
import { recordAudit } from '../../server/operation/audit.ts'
import { isRoleName, ROLE_NAMES, type RoleName } from '../../server/operation/roles.ts'
import { UsageError } from './usage-error.ts'

const ACTOR: Actor = { kind: 'system', id: 'command-line', name: 'lockstep command' }

/**
 * `lockstep token create`: writes the token to standard output. Goes straight to the database, because it is how
 * somebody without a sign-in gets one; reaching the database is the right to do it.
 */
export async function createTokenCommand(args: string[]): Promise<string> {
  const { role, name, days } = parseOptions(args)
  process.env.DATABASE_URL = await databaseUrl()
  try {
    return await transaction(async (tx) => {
      const { token, summary } = await createApiToken(tx, {
        name,
        role,
        days,
        accountId: undefined,
        createdBy: ACTOR.name,
        now: new Date(),
      })
      const { id, expiresAt } = summary
      const context = { actor: ACTOR, ip: undefined, correlationId: randomUUID() }
      const target = { type: 'token', id, name }
      await recordAudit(tx, context, { action: 'token.created', target, after: { role, expiresAt } })
      return token
    })
  } finally {
    await closePool()
  }
}

function parseOptions(args: string[]): { role: RoleName; name: string; days: number } {
  const { values } = parseArgs({
    args,
    options: { role: { type: 'string' }, name: { type: 'string' }, expires: { type: 'string' } },
  })
  const { role, name = 'command line', expires = `${TOKEN_DEFAULT_DAYS}d` } = values
  if (role === undefined || !isRoleName(role)) {
    const problem = role === undefined ? '--role is missing.' : `There is no role "${role}".`
    throw new UsageError(`${problem} Roles: ${ROLE_NAMES.join(', ')}.`)
  }
  const days = Number(/^(\d+)d$/.exec(expires)?.[1])
  if (!(days >= 1 && days <= TOKEN_LONGEST_DAYS)) {
    throw new UsageError(`--expires "${expires}" is not 1d to ${TOKEN_LONGEST_DAYS}d, for example 30d.`)
  }
  return { role, name, days }
}

async function databaseUrl(): Promise<string> {
  const { databaseUrl: given, dataDirectory } = config()
  const url = given ?? (await findRunningPostgres(dataDirectory))
  if (url) return url
  throw new Error(
    `No database runs on ${dataDirectory}. Start Lockstep with "npm start" first, or set DATABASE_URL or LOCKSTEP_DATA_DIR to what it runs with.`,
  )
}
