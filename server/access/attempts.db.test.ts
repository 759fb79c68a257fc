import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { createTestDatabase, type TestDatabase } from '../../db/testing.ts'
import { type AttemptSubject, claimAttempt, forgetOldAttempts, forgiveAttempt } from './attempts.ts'

const NOW = new Date('2026-01-15T12:00:00Z')
const ACCOUNT: AttemptSubject = { kind: 'account', value: 'alex@example.com' }
const ADDRESS: AttemptSubject = { kind: 'address', value: '198.51.100.1' }

let database: TestDatabase

beforeAll(async () => {
  database = await createTestDatabase()
  return database.drop
})

beforeEach(async () => {
  await database.pool.query('delete from attempt_counter')
})

function claim(subject: AttemptSubject, minutes = 0) {
  return claimAttempt(database.pool, subject, new Date(NOW.getTime() + minutes * 60_000))
}

async function claimTimes(count: number, subject: AttemptSubject): Promise<void> {
  for (let index = 0; index < count; index++) await claim(subject)
}

describe('claimAttempt', () => {
  it('locks an account with the fifth try, for one minute', async () => {
    await claimTimes(4, ACCOUNT)
    expect(await claim(ACCOUNT)).toEqual({ locked: false, lockedNow: true })
    expect(await claim(ACCOUNT)).toEqual({ locked: true, lockedNow: false })
    expect(await claim(ACCOUNT, 0.9)).toMatchObject({ locked: true })
    expect(await claim(ACCOUNT, 1.1)).toMatchObject({ locked: false })
  })

  it('locks longer each time, up to 15 minutes', async () => {
    await claimTimes(5, ACCOUNT)
    let minutes = 0
    for (const lock of [1, 2, 4, 8, 15, 15]) {
      expect(await claim(ACCOUNT, minutes + lock - 0.1)).toMatchObject({ locked: true })
      minutes += lock + 0.1
      expect(await claim(ACCOUNT, minutes)).toMatchObject({ locked: false })
    }
  })

  it('lets an address try more often, and keeps accounts and addresses apart', async () => {
    await claimTimes(19, ADDRESS)
    expect(await claim(ACCOUNT)).toEqual({ locked: false, lockedNow: false })
    expect(await claim(ADDRESS)).toEqual({ locked: false, lockedNow: true })
    expect(await claim(ADDRESS)).toMatchObject({ locked: true })
  })

  it('counts tries that come at once', async () => {
    const claims = await Promise.all(Array.from({ length: 12 }, () => claim(ACCOUNT)))
    expect(claims.filter(({ locked }) => !locked)).toHaveLength(5)
  })

  it('forgets a day later', async () => {
    await claimTimes(4, ACCOUNT)
    expect(await claim(ACCOUNT, 24 * 60 + 1)).toEqual({ locked: false, lockedNow: false })
    await forgetOldAttempts(database.pool, new Date(NOW.getTime() + 49 * 3_600_000))
    const { rows } = await database.pool.query('select key from attempt_counter')
    expect(rows).toEqual([])
  })
})

describe('forgiveAttempt', () => {
  it('lets an account start afresh', async () => {
    await claimTimes(5, ACCOUNT)
    await forgiveAttempt(database.pool, ACCOUNT)
    expect(await claim(ACCOUNT)).toEqual({ locked: false, lockedNow: false })
  })

  it('takes back only one try of an address: one account of its own must not clear an attacker', async () => {
    await claimTimes(20, ADDRESS)
    await forgiveAttempt(database.pool, ADDRESS)
    expect(await claim(ADDRESS)).toEqual({ locked: false, lockedNow: true })
    expect(await claim(ADDRESS)).toMatchObject({ locked: true })
  })
})
