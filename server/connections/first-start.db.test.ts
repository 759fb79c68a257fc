import { beforeAll, describe, expect, it } from 'vitest'
import { pool, transaction } from '../../db/client.ts'
import { createTestDatabase } from '../../db/testing.ts'
import { stopEnqueuing } from '../jobs.ts'
import { prepareInstallation } from './first-start.ts'
import { removeSample } from './remove-connection.ts'

beforeAll(async () => {
  const database = await createTestDatabase()
  return async () => {
    await stopEnqueuing()
    await database.drop()
  }
})

async function connectors() {
  const { rows } = await pool().query<{ type: string }>('select type from connector order by ordinal')
  return rows.map((row) => row.type)
}

describe('prepareInstallation', () => {
  it('sets up the cloud directory alone when the sample is not wanted', async () => {
    expect(await prepareInstallation(pool(), { sample: false })).toBe(false)
    expect(await connectors()).toEqual(['cloud-directory'])
  })

  it('connects the sample at a later start that wants it, with its first cycle, once', async () => {
    expect(await prepareInstallation(pool(), { sample: true })).toBe(true)
    expect(await prepareInstallation(pool(), { sample: true })).toBe(false)
    expect(await connectors()).toEqual(['cloud-directory', 'ldif'])
    const { rows } = await pool().query('select policy, state, started_by from cycle')
    expect(rows).toEqual([{ policy: 'full', state: 'queued', started_by: 'system' }])
  })

  it('does not bring the sample back after it was removed', async () => {
    await pool().query(`update cycle set state = 'succeeded', finished_at = now()`)
    const context = {
      actor: undefined,
      assignments: [],
      sessionId: undefined,
      now: new Date('2026-11-21T12:00:00Z'),
      correlationId: 'test',
      ip: undefined,
    }
    expect(await transaction((tx) => removeSample(tx, context))).toBe(true)
    expect(await prepareInstallation(pool(), { sample: true })).toBe(false)
    expect(await connectors()).toEqual(['cloud-directory'])
  })
})
