import { z } from 'zod'
import { command } from '../../operation/define.ts'
import { ROLE_NAMES } from '../../operation/roles.ts'
import { createApiToken, TOKEN_DEFAULT_DAYS, TOKEN_LONGEST_DAYS } from '../api-token.ts'
import { tokenSummary } from '../token-summary.ts'

export const createToken = command({
  name: 'access.tokens.create',
  summary: 'Create an API token; it is shown only in this answer',
  permission: 'access.token.manage',
  route: { method: 'POST', path: '/tokens', successStatus: 201 },
  input: z.strictObject({
    name: z.string().trim().min(1).max(100),
    role: z.enum(ROLE_NAMES),
    expiresInDays: z.number().int().min(1).max(TOKEN_LONGEST_DAYS).default(TOKEN_DEFAULT_DAYS),
  }),
  output: tokenSummary.extend({ token: z.string() }),
  run: async ({ input, context, tx }) => {
    const { token, summary } = await createApiToken(tx, {
      name: input.name,
      role: input.role,
      days: input.expiresInDays,
      accountId: context.actor?.kind === 'account' ? context.actor.id : undefined,
      createdBy: context.actor?.name ?? '',
      now: context.now,
    })
    const { id, name, role, expiresAt } = summary
    return {
      result: { ...summary, lastUsedAt: null, lastUsedIp: null, revokedAt: null, token },
      change: { action: 'token.created', target: { type: 'token', id, name }, after: { role, expiresAt } },
    }
  },
})
