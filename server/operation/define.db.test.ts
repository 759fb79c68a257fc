import { beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { createTestDatabase, type TestDatabase } from '../../db/testing.ts'
import { command, probe, query } from './define.ts'
import { testContext } from './testing.ts'

let database: TestDatabase

beforeAll(async () => {
  database = await createTestDatabase()
  return database.drop
})

const input = z.object({ name: z.string().min(3) })
const output = z.object({ name: z.string() })

const rename = command({
  name: 'test.rename',
  summary: 'For this test',
  permission: 'connector.change',
  route: { method: 'POST', path: '/test' },
  input,
  output,
  run: async ({ input: { name }, tx }) => {
    await tx.query(
      `insert into organisation (name, time_zone) values ($1, 'UTC')
      on conflict ("only") do update set name = $1`,
      [name],
    )
    if (name === 'broken') throw new Error('broken on purpose')
    const target = { type: 'organisation', id: 'only', name }
    return { result: { name }, change: name === 'same' ? null : { action: 'organisation.changed', target } }
  },
})

const read = query({
  name: 'test.read',
  summary: 'For this test',
  permission: 'connector.read',
  route: { method: 'GET', path: '/test' },
  input,
  output,
  run: async ({ input: { name } }) => ({ name }),
})

async function entries(action: string): Promise<Record<string, unknown>[]> {
  const { rows } = await database.pool.query('select * from audit_entry where action = $1 order by id', [
    action,
  ])
  return rows
}

async function organisationName(): Promise<string | undefined> {
  const { rows } = await database.pool.query<{ name: string }>('select name from organisation')
  return rows[0]?.name
}

describe('an operation', () => {
  it('refuses strangers with 401 and does not look at the input', async () => {
    let looked = false
    const call = read.execute({
      input: () => {
        looked = true
      },
      context: testContext(),
      sql: database.pool,
    })
    await expect(call).rejects.toMatchObject({ status: 401, code: 'unauthenticated' })
    expect(looked).toBe(false)
    expect(await entries('operation.refused')).toHaveLength(0)
  })

  it('refuses a weaker role with 403 before parsing, names who may, and records it once a minute', async () => {
    const context = testContext(['Global Reader'])
    const call = () => rename.execute({ input: () => ({ name: 1 }), context, sql: database.pool })
    await expect(call()).rejects.toMatchObject({
      status: 403,
      details: {
        permission: 'connector.change',
        roles: ['Global Administrator', 'Hybrid Identity Administrator'],
      },
    })
    await expect(call()).rejects.toMatchObject({ status: 403 })
    const refusals = await entries('operation.refused')
    expect(refusals).toHaveLength(1)
    expect(refusals[0]).toMatchObject({
      outcome: 'refused',
      target_id: 'test.rename',
      actor_name: 'Test Caller',
      correlation_id: context.correlationId,
    })
  })

  it('names the field and all problems of invalid input', async () => {
    const context = testContext(['Global Reader'])
    const call = read.execute({ input: () => ({ name: 'ab' }), context, sql: database.pool })
    await expect(call).rejects.toMatchObject({
      status: 400,
      code: 'invalid',
      field: 'name',
      details: { problems: [{ field: 'name' }] },
    })
  })

  it('a role for a narrower scope does not count for the organisation', async () => {
    const context = {
      ...testContext(['Global Reader']),
      assignments: [{ role: 'Global Administrator', scope: { type: 'connector', id: 'c1' } } as const],
    }
    const call = read.execute({ input: () => ({ name: 'abc' }), context, sql: database.pool })
    await expect(call).rejects.toMatchObject({ status: 403 })
  })
})

describe('command', () => {
  it('commits the change together with its audit entry', async () => {
    const context = testContext(['Hybrid Identity Administrator'])
    await rename.execute({ input: () => ({ name: 'Contoso' }), context, sql: database.pool })
    expect(await organisationName()).toBe('Contoso')
    expect(await entries('organisation.changed')).toMatchObject([
      {
        actor_id: context.actor?.id,
        category: 'configuration',
        outcome: 'done',
        correlation_id: context.correlationId,
        ip: '192.0.2.7',
      },
    ])
  })

  it('leaves neither change nor audit entry when it fails', async () => {
    const context = testContext(['Global Administrator'])
    const call = rename.execute({ input: () => ({ name: 'broken' }), context, sql: database.pool })
    await expect(call).rejects.toThrow('broken on purpose')
    expect(await organisationName()).toBe('Contoso')
    expect(await entries('organisation.changed')).toHaveLength(1)
  })

  it('writes no audit entry when nothing had to change', async () => {
    await rename.execute({
      input: () => ({ name: 'same' }),
      context: testContext(['Global Administrator']),
      sql: database.pool,
    })
    expect(await entries('organisation.changed')).toHaveLength(1)
  })
})

describe('probe', () => {
  const patient = probe({
    name: 'test.probe',
    summary: 'For this test',
    permission: 'connector.test',
    route: { method: 'POST', path: '/probe' },
    timeoutMs: 50,
    input: z.object({ hang: z.boolean() }),
    output,
    run: async ({ input: { hang }, signal }) => {
      if (hang)
        await new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)))
      const target = { type: 'connector', id: '', name: 'dc1' }
      return { result: { name: 'done' }, change: { action: 'connector.tested', target } }
    },
  })
  const call = (hang: boolean) =>
    patient.execute({
      input: () => ({ hang }),
      context: testContext(['Global Administrator']),
      sql: database.pool,
    })

  it('records the change it returns', async () => {
    await expect(call(false)).resolves.toEqual({ name: 'done' })
    expect(await entries('connector.tested')).toHaveLength(1)
  })

  it('ends with operation.timed_out when the other system does not answer', async () => {
    await expect(call(true)).rejects.toMatchObject({ status: 503, code: 'operation.timed_out' })
    expect(await entries('connector.tested')).toHaveLength(1)
  })
})
