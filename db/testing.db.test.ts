import { beforeAll, describe, expect, it } from 'vitest'
import { pool } from './client.ts'
import { createTestDatabase, type TestDatabase } from './testing.ts'

describe('createTestDatabase', () => {
  let database: TestDatabase
  beforeAll(async () => {
    database = await createTestDatabase()
    return database.drop
  })

  it('hands out a migrated, empty database that is also the one of the process pool', async () => {
    await database.pool.query(
      `insert into worker_heartbeat (id, host, pid, version) values (gen_random_uuid(), 'a', 1, '0')`,
    )
    const { rows } = await pool().query<{ host: string }>('select host from worker_heartbeat')
    expect(rows).toEqual([{ host: 'a' }])
  })

  it('sorts text by code point on every supported PostgreSQL', async () => {
    const { rows } = await pool().query<{ word: string }>(
      `select word from unnest(array['b', 'ä', 'Z', 'a']) as word order by word`,
    )
    expect(rows.map((row) => row.word)).toEqual(['Z', 'a', 'b', 'ä'])
  })

  it('gives each file a database of its own', async () => {
    const other = await createTestDatabase()
    const { rows } = await other.pool.query<{ count: string }>('select count(*) from worker_heartbeat')
    await other.drop()
    expect(rows).toEqual([{ count: '0' }])
  })
})
