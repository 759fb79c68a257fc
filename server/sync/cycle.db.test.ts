import { beforeAll, describe, expect, it } from 'vitest'
import { pool, transaction } from '../../db/client.ts'
import { createTestDatabase } from '../../db/testing.ts'
import { prepareInstallation } from '../connections/first-start.ts'
import { openConnector } from '../connections/open-connector.ts'
import { installQueues, stopEnqueuing } from '../jobs.ts'
import { findCycles } from './queries/find-runs.ts'
import { runCycle } from './run-cycle.ts'
import { type CyclePolicy, startCycle } from './start-cycle.ts'

beforeAll(async () => {
  const database = await createTestDatabase()
  await installQueues(database.url)
  await prepareInstallation(pool(), { sample: true })
  return async () => {
    await stopEnqueuing()
    await database.drop()
  }
})

async function work(id: string) {
  await runCycle(pool(), id, {
    open: openConnector,
    holder: `test 1 ${id}`,
    signal: new AbortController().signal,
    sliceMs: 60_000,
  })
  const [done] = await findCycles(pool(), 'where c.id = $1', [id])
  return done
}

async function cycle(policy: CyclePolicy) {
  return work(await transaction((tx) => startCycle(tx, { policy, by: 'test' })))
}

async function countDirectory() {
  const { rows } = await pool().query<{ type: string; count: number }>(
    'select object_type as type, count(*)::int from directory_object where deleted_at is null group by 1 order by 1',
  )
  return Object.fromEntries(rows.map((row) => [row.type, row.count]))
}

describe('the first cycle of a new installation', () => {
  it('brings the sample forest into the cloud directory, all but the planted problems', async () => {
    const { rows } = await pool().query<{ id: string }>('select id from cycle')
    const done = await work(rows[0]?.id ?? '')
    expect(done?.state).toBe('warnings')
    expect(await countDirectory()).toEqual({ contact: 27, group: 68, user: 446 })
    const { rows: errors } = await pool().query<{ code: string }>(
      `select export_error ->> 'code' as code from cs_object where export_state = 'error' order by 1`,
    )
    expect(errors.map((row) => row.code)).toEqual([
      'AttributeValueMustBeUnique',
      'AttributeValueMustBeUnique',
      'ExceededAllowedLength',
    ])
  })

  it('is followed by cycles that write nothing', async () => {
    await cycle('full')
    const versions = await rowVersions()
    const done = await cycle('delta')
    expect(done?.runs.find((run) => run.profile === 'full-import')?.statistics).toEqual({
      'stage-no-change': 565,
    })
    expect(await rowVersions()).toEqual(versions)
  })
})

/** Identity of every row version of what a cycle writes; objects in error are tried again and left out. */
async function rowVersions() {
  const { rows } = await pool().query<{ version: string }>(
    `select 'directory ' || id || ' ' || xmin as version from directory_object
     union all select 'mv ' || id || ' ' || xmin from mv_object
     union all select 'cs ' || id || ' ' || xmin from cs_object where export_state is null
     order by 1`,
  )
  return rows.map((row) => row.version)
}
