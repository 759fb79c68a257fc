import { beforeAll, describe, expect, it } from 'vitest'
import { createTestDatabase, type TestDatabase } from '../../db/testing.ts'
import { testContext } from '../operation/testing.ts'
import { createApiToken, findApiToken, revokeApiToken } from './api-token.ts'
import { accessOperations } from './operations/index.ts'
import { createTestAccount } from './testing.ts'

const NOW = new Date('2026-01-15T12:00:00Z')
const DAY_MS = 86_400_000

let database: TestDatabase

beforeAll(async () => {
  database = await createTestDatabase()
  return database.drop
})

function create(accountId?: string) {
  return createApiToken(database.pool, {
    name: 'Robot',
    role: 'Global Reader',
    days: 30,
    accountId,
    createdBy: 'test',
    now: NOW,
  })
}

describe('findApiToken', () => {
  it('knows the token with its role, and stores only its hash', async () => {
    const { token, summary } = await create()
    expect(token).toMatch(/^lockstep_[\w-]{43}$/)
    expect(await findApiToken(token, NOW, '192.0.2.1')).toEqual({
      actor: { kind: 'token', id: summary.id, name: 'Robot' },
      assignments: [{ role: 'Global Reader', scope: { type: 'organisation' } }],
    })
    const { rows } = await database.pool.query<{ text: string }>(
      'select api_token::text as text from api_token',
    )
    expect(rows.map(({ text }) => text).join()).not.toContain(token.slice('lockstep_'.length))
  })

  it('refuses any other text', async () => {
    const { token } = await create()
    for (const other of ['', 'lockstep_', token.slice(0, -1), `${token}x`, token.slice('lockstep_'.length)]) {
      expect(await findApiToken(other, NOW, undefined)).toBeUndefined()
    }
  })

  it('refuses it once it has expired', async () => {
    const { token } = await create()
    expect(await findApiToken(token, new Date(NOW.getTime() + 29.9 * DAY_MS), undefined)).toBeDefined()
    expect(await findApiToken(token, new Date(NOW.getTime() + 30 * DAY_MS), undefined)).toBeUndefined()
  })

  it('refuses it once it is revoked, and revoking again changes nothing', async () => {
    const { token, summary } = await create()
    expect(await revokeApiToken(database.pool, summary.id, NOW)).toEqual({ name: 'Robot', changed: true })
    expect(await revokeApiToken(database.pool, summary.id, NOW)).toEqual({ name: 'Robot', changed: false })
    expect(await findApiToken(token, NOW, undefined)).toBeUndefined()
  })

  it('refuses it as soon as its account is disabled', async () => {
    const account = await createTestAccount(database.pool, 'owner@example.com')
    const { token } = await create(account)
    expect(await findApiToken(token, NOW, undefined)).toBeDefined()
    await database.pool.query('update account set disabled_at = now() where id = $1', [account])
    expect(await findApiToken(token, NOW, undefined)).toBeUndefined()
  })
})

describe('access.tokens', () => {
  const { create: createOperation, list, revoke } = accessOperations.tokens
  const administrator = {
    ...testContext(['Global Administrator'], NOW),
    actor: { kind: 'system', id: 's', name: 'test' } as const,
  }
  const call = (input: unknown) => ({ input: () => input, context: administrator, sql: database.pool })

  it('shows a token once, lists it without its secret, and records making and revoking', async () => {
    const made = await createOperation.execute(call({ name: 'CI', role: 'Global Reader', expiresInDays: 7 }))
    expect(made.expiresAt).toBe('2026-01-22T12:00:00.000Z')
    const { items } = await list.execute(call({}))
    expect(JSON.stringify(items)).toContain(made.id)
    expect(JSON.stringify(items)).not.toContain(made.token)
    await revoke.execute(call({ id: made.id }))
    const { rows } = await database.pool.query<{ action: string; text: string }>(
      'select action, audit_entry::text as text from audit_entry where target_id = $1 order by id',
      [made.id],
    )
    expect(rows.map(({ action }) => action)).toEqual(['token.created', 'token.revoked'])
    expect(rows.map(({ text }) => text).join()).not.toContain(made.token)
  })

  it.each([
    [{ name: 'CI', role: 'Emperor' }, 'role'],
    [{ name: '', role: 'Global Reader' }, 'name'],
    [{ name: 'CI', role: 'Global Reader', expiresInDays: 366 }, 'expiresInDays'],
  ])('refuses %j', async (input, field) => {
    await expect(createOperation.execute(call(input))).rejects.toMatchObject({ code: 'invalid', field })
  })

  it('does not know a token that is not there', async () => {
    const unknown = { id: '00000000-0000-4000-8000-000000000000' }
    await expect(revoke.execute(call(unknown))).rejects.toMatchObject({
      status: 404,
      code: 'token.not_found',
    })
  })
})
