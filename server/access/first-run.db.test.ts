import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { createTestDatabase, type TestDatabase } from '../../db/testing.ts'
import { testContext } from '../operation/testing.ts'
import { ensureFirstAdmin } from './first-admin.ts'
import { issueInstallCode } from './install-code.ts'
import { accessOperations } from './operations/index.ts'
import { signIn } from './sign-in.ts'

const { status, complete } = accessOperations.firstRun
const NOW = new Date('2026-01-15T12:00:00Z')
const VALID = {
  email: 'admin@example.com',
  password: 'correct horse battery',
  organisation: 'Contoso',
  timeZone: 'Europe/Zurich',
}

let database: TestDatabase

beforeAll(async () => {
  database = await createTestDatabase()
  return database.drop
})

beforeEach(async () => {
  for (const table of ['account', 'organisation', 'install_code', 'attempt_counter']) {
    await database.pool.query(`delete from ${table}`)
  }
})

function call(input: unknown, minutes = 0) {
  const context = testContext(undefined, new Date(NOW.getTime() + minutes * 60_000))
  return { input: () => input, context, sql: database.pool }
}

async function isOpen(): Promise<boolean> {
  return (await status.execute(call({}))).open
}

describe('first run', () => {
  it('makes the first administrator and the organisation with the code, then it is over', async () => {
    const code = await issueInstallCode(database.pool)
    expect(await isOpen()).toBe(true)
    const made = await complete.execute(call({ ...VALID, code }))
    expect(made.email).toBe('admin@example.com')
    expect(await isOpen()).toBe(false)
    expect(await issueInstallCode(database.pool)).toBeUndefined()
    await expect(
      complete.execute(call({ ...VALID, code, email: 'second@example.com' })),
    ).rejects.toMatchObject({
      status: 409,
      code: 'first_run.completed',
    })
    const { rows } = await database.pool.query('select name, time_zone from organisation')
    expect(rows).toEqual([{ name: 'Contoso', time_zone: 'Europe/Zurich' }])
    const session = await signIn({
      ...VALID,
      ip: undefined,
      userAgent: undefined,
      now: NOW,
      correlationId: 'test',
    })
    expect(session).toBeDefined()
  })

  it('takes the code however it is typed', async () => {
    const code = await issueInstallCode(database.pool)
    const typed = code?.toLowerCase().replaceAll('-', ' ')
    await expect(complete.execute(call({ ...VALID, code: typed }))).resolves.toBeDefined()
  })

  it('refuses a wrong code and the code of an earlier start', async () => {
    const earlier = await issueInstallCode(database.pool)
    await issueInstallCode(database.pool)
    for (const code of ['WRONG-WRONG-WRONG-WRONG', earlier]) {
      await expect(complete.execute(call({ ...VALID, code }))).rejects.toMatchObject({
        status: 400,
        code: 'first_run.code_wrong',
        field: 'code',
      })
    }
    expect(await isOpen()).toBe(true)
  })

  it('locks after five wrong codes, also for the right one and over a restart, for a minute at first', async () => {
    const wrong = call({ ...VALID, code: 'WRONG' })
    for (let index = 0; index < 5; index++)
      await expect(complete.execute(wrong)).rejects.toMatchObject({ status: 400 })
    const code = await issueInstallCode(database.pool)
    await expect(complete.execute(call({ ...VALID, code }))).rejects.toMatchObject({
      status: 429,
      code: 'first_run.locked',
    })
    await expect(complete.execute(call({ ...VALID, code }, 1.1))).resolves.toBeDefined()
  })

  it.each([
    [{ password: 'short' }, 'password'],
    [{ password: 'Password1234!' }, 'password'],
    [{ email: 'nobody' }, 'email'],
    [{ timeZone: 'Mars/Olympus' }, 'timeZone'],
  ])('refuses %j and leaves the code usable', async (changes, field) => {
    const code = await issueInstallCode(database.pool)
    await expect(complete.execute(call({ ...VALID, ...changes, code }))).rejects.toMatchObject({
      status: 400,
      field,
    })
    await expect(complete.execute(call({ ...VALID, code }))).resolves.toBeDefined()
  })

  it('makes one administrator when two people finish at once', async () => {
    const code = await issueInstallCode(database.pool)
    const results = await Promise.allSettled(
      ['one', 'two', 'three'].map((name) =>
        complete.execute(call({ ...VALID, code, email: `${name}@example.com` })),
      ),
    )
    expect(results.filter(({ status: outcome }) => outcome === 'fulfilled')).toHaveLength(1)
    const { rows } = await database.pool.query('select count(*)::int as count from account')
    expect(rows).toEqual([{ count: 1 }])
  })
})

describe('ensureFirstAdmin', () => {
  it('makes the administrator when there is none, and never a second one', async () => {
    expect(await ensureFirstAdmin(database.pool, VALID)).toBe(true)
    expect(
      await ensureFirstAdmin(database.pool, { email: 'other@example.com', password: 'another password' }),
    ).toBe(false)
    expect(await isOpen()).toBe(false)
    const { rows } = await database.pool.query('select email from account')
    expect(rows).toEqual([{ email: 'admin@example.com' }])
  })

  it('refuses a hopeless password', async () => {
    await expect(ensureFirstAdmin(database.pool, { ...VALID, password: 'password' })).rejects.toMatchObject({
      code: 'password.trivial',
    })
  })
})
