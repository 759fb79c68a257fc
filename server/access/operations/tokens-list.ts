import { z } from 'zod'
import { query } from '../../operation/define.ts'
import { tokenSummary } from '../token-summary.ts'

type Row = {
  id: string
  name: string
  role: string
  createdBy: string
  createdAt: Date
  expiresAt: Date
  lastUsedAt: Date | null
  lastUsedIp: string | null
  revokedAt: Date | null
}

/** All tokens, newest first: there are never many. */
export const listTokens = query({
  name: 'access.tokens.list',
  summary: 'API tokens, without their secrets',
  permission: 'access.token.read',
  route: { method: 'GET', path: '/tokens' },
  input: z.object({}),
  output: z.object({ items: z.array(tokenSummary) }),
  run: async ({ sql }) => {
    const { rows } = await sql.query<Row>(
      `select id, name, role, created_by as "createdBy", created_at as "createdAt", expires_at as "expiresAt",
         last_used_at as "lastUsedAt", last_used_ip as "lastUsedIp", revoked_at as "revokedAt"
       from api_token order by id desc`,
    )
    const items = rows.map((row) => ({
      ...row,
      createdAt: row.createdAt.toISOString(),
      expiresAt: row.expiresAt.toISOString(),
      lastUsedAt: row.lastUsedAt?.toISOString() ?? null,
      revokedAt: row.revokedAt?.toISOString() ?? null,
    }))
    return { items }
  },
})
