import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { createTestDatabase, type TestDatabase } from '../../db/testing.ts'
import { claimAttempt } from './attempts.ts'
import { findSession } from './session.ts'
import { type SignInAttempt, signIn } from './sign-in.ts'
import { createTestAccount, TEST_PASSWORD } from './testing.ts'

const NOW = new Date('2026-01-15T12:00:00Z')
const MINUTE_MS = 60_000

let database: TestDatabase

beforeAll(async () => {
  database = await createTestDatabase()
  await createTestAccount(database.pool, 'Alex@Example.com', ['Global Reader'])
  return database.drop
})

beforeEach(async () => {
  await database.pool.query('delete from attempt_counter')
  await database.pool.query('update account set disabled_at = null')
})

function attempt(changes: Partial<SignInAttempt> = {}): Promise<string | undefined> {
  return signIn({
    email: 'alex@example.com',
    password: TEST_PASSWORD,
    ip: '198.51.100.1',
    userAgent: 'test',
    now: NOW,
    correlationId: 'test',
    ...changes,
  })
}

function later(minutes: number): Date {
  return new Date(NOW.getTime() + minutes * MINUTE_MS)
}

async function lockAccount(): Promise<void> {
  const subject = { kind: 'account', value: 'alex@example.com' } as const
  for (let index = 0; index < 5; index++) await claimAttempt(database.pool, subject, NOW)
}

describe('signIn', () => {
  it('makes a session for the right password, however the address is written', async () => {
    const session = await attempt({ email: ' ALEX@example.COM ' })
    expect(session).toBeDefined()
    const found = await findSession(session ?? '', NOW, false)
    expect(found).toMatchObject({
      actor: { kind: 'account', name: 'Alex@Example.com' },
      assignments: [{ role: 'Global Reader', scope: { type: 'organisation' } }],
    })
  })

  it('answers the same for unknown, wrong, disabled and locked, and takes as long', async () => {
    const timed = async (changes: Partial<SignInAttempt>) => {
      const start = performance.now()
      const answer = await attempt({ ip: undefined, ...changes })
      return { answer, ms: performance.now() - start }
    }
    const wrong = await timed({ password: 'wrong' })
    const unknown = await timed({ email: 'nobody@example.com' })
    await lockAccount()
    const locked = await timed({})
    await database.pool.query('delete from attempt_counter')
    await database.pool.query('update account set disabled_at = now()')
    const disabled = await timed({})
    for (const { answer, ms } of [wrong, unknown, locked, disabled]) {
      expect(answer).toBeUndefined()
      // Hashing is nearly all of it; without it an answer takes a few milliseconds.
      expect(ms).toBeGreaterThan(wrong.ms / 4)
    }
  })

  it('refuses the right password of a locked account, and takes it once the lock has passed', async () => {
    await lockAccount()
    expect(await attempt()).toBeUndefined()
    expect(await attempt({ now: later(1.1) })).toBeDefined()
    expect(await attempt({ password: 'wrong', now: later(1.2) })).toBeUndefined()
    expect(await attempt({ now: later(1.2) })).toBeDefined()
  })

  it('refuses everybody at an address that guessed too often, and nobody elsewhere', async () => {
    const subject = { kind: 'address', value: '198.51.100.1' } as const
    for (let index = 0; index < 20; index++) await claimAttempt(database.pool, subject, NOW)
    expect(await attempt()).toBeUndefined()
    expect(await attempt({ ip: '198.51.100.2' })).toBeDefined()
  })

  it('records sign-ins and refusals without passwords or unknown names', async () => {
    await attempt({ email: 'my-password-by-mistake', password: 'wrong' })
    const { rows } = await database.pool.query<{ text: string }>(
      'select audit_entry::text as text from audit_entry',
    )
    const log = rows.map(({ text }) => text).join('\n')
    expect(log).toContain('session.started')
    expect(log).toContain('session.refused')
    expect(log).not.toContain('my-password-by-mistake')
    expect(log).not.toContain(TEST_PASSWORD)
  })
})
