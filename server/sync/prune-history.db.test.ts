import { beforeAll, describe, expect, it } from 'vitest'
import { pool } from '../../db/client.ts'
import { createTestDatabase } from '../../db/testing.ts'
import { newId } from '../ids.ts'
import { pruneHistory } from './prune-history.ts'

const NOW = new Date('2026-11-21T12:00:00Z')

beforeAll(async () => {
  const database = await createTestDatabase()
  return database.drop
})

async function addCycle(finishedAt: string) {
  const id = newId()
  await pool().query(
    `insert into cycle (id, policy, state, started_by, finished_at) values ($1, 'delta', 'succeeded', 'test', $2)`,
    [id, finishedAt],
  )
  await pool().query(
    `insert into run (id, cycle_id, connector_id, connector_name, profile, ordinal, state)
     values ($1, $2, $3, 'x', 'export', 0, 'success')`,
    [newId(), id, newId()],
  )
  return id
}

async function cycles() {
  const { rows } = await pool().query<{ id: string }>('select id from cycle order by id')
  return rows.map((row) => row.id)
}

describe('pruneHistory', () => {
  it('forgets cycles older than seven days, but keeps the newest whatever its age', async () => {
    await addCycle('2026-10-01T00:00:00Z')
    const newest = await addCycle('2026-11-01T00:00:00Z')
    await pruneHistory(pool(), NOW)
    expect(await cycles()).toEqual([newest])
    const recent = await addCycle('2026-11-20T00:00:00Z')
    await pruneHistory(pool(), NOW)
    expect(await cycles()).toEqual([recent])
  })

  it('prepares the coming months of the change log and drops those out of retention', async () => {
    await pool().query(
      `create table change_log_202401 partition of change_log for values from ('2024-01-01Z') to ('2024-02-01Z')`,
    )
    await pruneHistory(pool(), NOW)
    const { rows } = await pool().query<{ name: string }>(
      `select c.relname as name from pg_inherits i join pg_class c on c.oid = i.inhrelid
       where i.inhparent = 'change_log'::regclass order by 1`,
    )
    expect(rows.map((row) => row.name)).toEqual([
      'change_log_202612',
      'change_log_202701',
      'change_log_default',
    ])
  })
})
