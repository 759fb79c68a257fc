import { beforeAll, describe, expect, it } from 'vitest'
import { createTestDatabase, type TestDatabase } from '../../db/testing.ts'
import { endSession, findSession } from './session.ts'
import { signIn } from './sign-in.ts'
import { createTestAccount, TEST_PASSWORD } from './testing.ts'

const NOW = new Date('2026-01-15T12:00:00Z')

let database: TestDatabase

beforeAll(async () => {
  database = await createTestDatabase()
  return database.drop
})

let accounts = 0

async function startSession(): Promise<{ session: string; account: string }> {
  const email = `person${++accounts}@example.com`
  const account = await createTestAccount(database.pool, email, ['Global Administrator'])
  const call = { ip: undefined, userAgent: undefined, now: NOW, correlationId: 'test' }
  const session = await signIn({ email, password: TEST_PASSWORD, ...call })
  return { session: session ?? '', account }
}

function hoursLater(hours: number): Date {
  return new Date(NOW.getTime() + hours * 3_600_000)
}

describe('findSession', () => {
  it('stops at once when the session is ended, and says so once in the audit log', async () => {
    const { session, account } = await startSession()
    const call = { now: NOW, correlationId: 'sign-out' }
    await endSession(session, call)
    await endSession(session, call)
    expect(await findSession(session, NOW, true)).toBeUndefined()
    const { rows } = await database.pool.query(
      `select target_id from audit_entry where action = 'session.ended' and correlation_id = 'sign-out'`,
    )
    expect(rows).toEqual([{ target_id: account }])
  })

  it('stops at once when the account is disabled', async () => {
    const { session, account } = await startSession()
    await database.pool.query('update account set disabled_at = now() where id = $1', [account])
    expect(await findSession(session, NOW, true)).toBeUndefined()
  })

  it('has the roles of this moment', async () => {
    const { session, account } = await startSession()
    await database.pool.query(`update role_assignment set role = 'Global Reader' where account_id = $1`, [
      account,
    ])
    expect((await findSession(session, NOW, true))?.assignments).toEqual([
      { role: 'Global Reader', scope: { type: 'organisation' } },
    ])
    await database.pool.query(
      `update role_assignment set role = 'Role of a newer version' where account_id = $1`,
      [account],
    )
    expect((await findSession(session, NOW, true))?.assignments).toEqual([])
  })

  it('expires after 8 idle hours, which looking without touching does not prolong', async () => {
    const { session } = await startSession()
    expect(await findSession(session, hoursLater(7), false)).toBeDefined()
    expect(await findSession(session, hoursLater(8.1), false)).toBeUndefined()
  })

  it('expires 24 hours after sign-in however busy it is', async () => {
    const { session } = await startSession()
    for (const hours of [6, 12, 18, 23])
      expect(await findSession(session, hoursLater(hours), true)).toBeDefined()
    expect(await findSession(session, hoursLater(24.1), true)).toBeUndefined()
  })
})
