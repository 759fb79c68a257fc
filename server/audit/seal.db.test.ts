import { randomUUID } from 'node:crypto'
import { beforeAll, describe, expect, it } from 'vitest'
import { transaction } from '../../db/client.ts'
import { createTestDatabase, type TestDatabase } from '../../db/testing.ts'
import { recordAudit } from '../operation/audit.ts'
import { testContext } from '../operation/testing.ts'
import { createTestKey } from '../secrets/testing.ts'
import { auditOperations } from './operations/index.ts'
import { sealAudit } from './seal.ts'
import { verifyAudit } from './verify.ts'

let database: TestDatabase

beforeAll(async () => {
  await createTestKey()
  database = await createTestDatabase()
  return database.drop
})

async function record(name: string): Promise<void> {
  const context = testContext(['Global Administrator'])
  const target = { type: 'connector', id: randomUUID(), name }
  await recordAudit(database.pool, context, {
    action: 'connector.created',
    target,
    after: { name, port: 636 },
  })
}

/** What somebody does who owns the database. */
async function tamper(statement: string): Promise<void> {
  await transaction(async (tx) => {
    await tx.query(`set local session_replication_role = replica`)
    await tx.query(statement)
  }, database.pool)
}

describe('the audit log', () => {
  it.each([
    `update audit_entry set target_name = 'x'`,
    'delete from audit_entry',
    'truncate audit_entry cascade',
    `update audit_seal set mac = ''`,
    'delete from audit_seal',
    'truncate audit_seal',
  ])('refuses: %s', async (statement) => {
    await record('protected')
    await sealAudit(database.pool)
    await expect(database.pool.query(statement)).rejects.toThrow('The audit log only grows')
  })
})

describe('sealAudit', () => {
  it('seals every committed entry once, also those that commit late', async () => {
    const late = await database.pool.connect()
    await late.query('begin')
    await recordAudit(late, testContext(['Global Reader']), {
      action: 'connector.tested',
      target: { type: 'connector', id: 'late', name: 'late' },
    })
    await record('early')
    expect(await sealAudit(database.pool)).toBe(1)
    await late.query('commit')
    late.release()
    expect(await sealAudit(database.pool)).toBe(1)
    expect(await sealAudit(database.pool)).toBe(0)
    expect(await verifyAudit(database.pool)).toMatchObject({ ok: true, unsealed: 0 })
  })

  it('leaves the work to one of several sealers', async () => {
    for (let index = 0; index < 20; index++) await record(`entry ${index}`)
    const sealed = await Promise.all([1, 2, 3].map(() => sealAudit(database.pool)))
    expect(sealed.reduce((sum, count) => sum + count, 0)).toBe(20)
    expect(await verifyAudit(database.pool)).toMatchObject({ ok: true, unsealed: 0 })
  })

  it('makes more than a batch at once', async () => {
    await database.pool.query(`insert into audit_entry (actor_kind, action, category, outcome, target_type, target_id,
      target_name, correlation_id) select 'system', 'cycle.started', 'synchronization', 'done', 'cycle', i::text, 'c', 'c'
      from generate_series(1, 1200) i`)
    expect(await sealAudit(database.pool)).toBe(1200)
  })
})

describe('verifyAudit', () => {
  const entryAt = (position: number) => `id = (select entry_id from audit_seal where position = ${position})`

  // From the end to the beginning, so that each finding is a new one.
  it.each([
    [50, 'delete from audit_seal where position = 50'],
    [40, `delete from audit_entry where ${entryAt(40)}`],
    [30, `update audit_entry set at = at + interval '1 second' where ${entryAt(30)}`],
    [20, `update audit_entry set after = '{"port": 389}' where ${entryAt(20)}`],
    [10, `update audit_entry set target_name = 'innocent' where ${entryAt(10)}`],
  ])('finds at position %i: %s', async (position, statement) => {
    await tamper(statement)
    expect(await verifyAudit(database.pool)).toEqual({ ok: false, brokenAt: String(position) })
  })
})

describe('audit.list', () => {
  const call = (input: unknown) => ({
    input: () => input,
    context: testContext(['Global Reader']),
    sql: database.pool,
  })

  it('pages through everything, newest first', async () => {
    const ids: number[] = []
    let cursor: string | null = null
    do {
      const page: { items: { id: string }[]; nextCursor: string | null } = await auditOperations.list.execute(
        call({ top: '500', ...(cursor && { cursor }) }),
      )
      ids.push(...page.items.map(({ id }) => Number(id)))
      cursor = page.nextCursor
    } while (cursor)
    const { rows } = await database.pool.query<{ count: number }>(
      'select count(*)::int as count from audit_entry',
    )
    expect(ids).toHaveLength(rows[0]?.count ?? -1)
    expect(ids).toEqual([...ids].sort((a, b) => b - a))
  })

  it('filters by category, action, target, time and part of a name', async () => {
    const { items } = await auditOperations.list.execute(call({ category: 'connectors', search: 'LATE' }))
    expect(items).toMatchObject([{ action: 'connector.tested', target: { id: 'late' }, sealed: true }])
    expect((await auditOperations.list.execute(call({ action: 'export.approved' }))).items).toEqual([])
    expect((await auditOperations.list.execute(call({ target: 'late' }))).items).toHaveLength(1)
    expect((await auditOperations.list.execute(call({ to: '2020-01-01T00:00:00Z' }))).items).toEqual([])
  })

  it('says up to when it is sealed', async () => {
    const { sealedUpTo } = await auditOperations.list.execute(call({}))
    expect(Date.parse(sealedUpTo ?? '')).toBeGreaterThan(Date.now() - 3_600_000)
  })
})
