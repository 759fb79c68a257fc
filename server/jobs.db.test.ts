import { beforeAll, describe, expect, it } from 'vitest'
import { transaction } from '../db/client.ts'
import { createTestDatabase, type TestDatabase } from '../db/testing.ts'
import { enqueue, installQueues, stopEnqueuing } from './jobs.ts'

let database: TestDatabase

beforeAll(async () => {
  database = await createTestDatabase()
  return async () => {
    await stopEnqueuing()
    await database.drop()
  }
})

async function queued(): Promise<number> {
  const { rows } = await database.pool.query<{ count: number }>(
    `select count(*)::int as count from pgboss.job where name = 'system.prune-workers'`,
  )
  return rows[0]?.count ?? 0
}

describe('enqueue', () => {
  it('adds no job when the transaction that caused it is rolled back', async () => {
    const failing = transaction(async (tx) => {
      await enqueue(tx, 'system.prune-workers', {})
      throw new Error('something else failed')
    })
    await expect(failing).rejects.toThrow('something else failed')
    expect(await queued()).toBe(0)
  })

  it('adds the job with the commit, and says when an equal one is already there', async () => {
    expect(await transaction((tx) => enqueue(tx, 'system.prune-workers', {}))).toBe(true)
    expect(await transaction((tx) => enqueue(tx, 'system.prune-workers', {}))).toBe(false)
    expect(await queued()).toBe(1)
  })
})

describe('installQueues', () => {
  it('changes nothing when it is repeated', async () => {
    await installQueues(database.url)
    expect(await queued()).toBe(1)
  })
})
