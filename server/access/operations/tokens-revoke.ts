import { z } from 'zod'
import { command } from '../../operation/define.ts'
import { revokeApiToken } from '../api-token.ts'

export const revokeToken = command({
  name: 'access.tokens.revoke',
  summary: 'Revoke an API token at once',
  permission: 'access.token.manage',
  route: { method: 'DELETE', path: '/tokens/{id}' },
  input: z.object({ id: z.uuid() }),
  output: z.object({ id: z.string() }),
  run: async ({ input: { id }, context, tx }) => {
    const { name, changed } = await revokeApiToken(tx, id, context.now)
    const target = { type: 'token', id, name }
    return { result: { id }, change: changed ? { action: 'token.revoked', target } : null }
  },
})
