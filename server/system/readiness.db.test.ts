import { randomUUID } from 'node:crypto'
import { beforeAll, describe, expect, it } from 'vitest'
import { createTestDatabase, type TestDatabase } from '../../db/testing.ts'
import { beat, leave, pruneWorkers } from './heartbeat.ts'
import { readiness } from './readiness.ts'

const worker = { id: randomUUID(), host: 'a', pid: 1 }
let database: TestDatabase

beforeAll(async () => {
  database = await createTestDatabase()
  return database.drop
})

async function age(interval: string): Promise<void> {
  await database.pool.query('update worker_heartbeat set seen_at = now() - $1::interval', [interval])
}

describe('readiness', () => {
  it('is there while a worker beats, and gone when it leaves', async () => {
    expect(await readiness()).toEqual({ status: 'unready', reason: 'no worker is running' })
    await beat(database.pool, worker)
    expect(await readiness()).toEqual({ status: 'ready' })
    await leave(database.pool, worker)
    expect(await readiness()).toEqual({ status: 'unready', reason: 'no worker is running' })
  })

  it('takes a worker for dead after 30 s, until it beats again', async () => {
    await beat(database.pool, worker)
    await age('31 seconds')
    expect(await readiness()).toEqual({
      status: 'unready',
      reason: 'no worker was seen for 31 s (limit 30 s)',
    })
    await beat(database.pool, worker)
    expect(await readiness()).toEqual({ status: 'ready' })
  })

  it('is refused by a database of another version', async () => {
    await database.pool.query('update drizzle.__drizzle_migrations set created_at = created_at + 1')
    const newer = { status: 'unready', reason: 'the database was migrated by a newer version' }
    expect(await readiness()).toEqual(newer)
    await database.pool.query('delete from drizzle.__drizzle_migrations')
    const older = { status: 'unready', reason: 'the database is not migrated to this version' }
    expect(await readiness()).toEqual(older)
  })

  it('says that the database does not answer instead of failing', async () => {
    await database.pool.query('alter table worker_heartbeat rename to elsewhere')
    await database.pool.query('drop schema drizzle cascade')
    await database.pool.query('create schema drizzle')
    await database.pool.query('create view drizzle.__drizzle_migrations as select 1 as unknown')
    expect(await readiness()).toEqual({ status: 'unready', reason: 'the database does not answer' })
  })
})

describe('pruneWorkers', () => {
  it('forgets only workers not seen for an hour', async () => {
    const other = await createTestDatabase()
    await beat(other.pool, worker)
    await beat(other.pool, { ...worker, id: randomUUID() })
    await other.pool.query(
      `update worker_heartbeat set seen_at = now() - interval '61 minutes' where id = $1`,
      [worker.id],
    )
    await pruneWorkers()
    const { rows } = await other.pool.query<{ count: number }>('select count(*)::int from worker_heartbeat')
    await other.drop()
    expect(rows).toEqual([{ count: 1 }])
  })
})
