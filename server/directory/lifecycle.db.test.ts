import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { transaction } from '../../db/client.ts'
import { createTestDatabase, type TestDatabase } from '../../db/testing.ts'
import { applyEdges, type EdgeChange } from './apply-edges.ts'
import { add, apply, idOf, NOW, problemOf, remove, stored, update } from './changes-for-test.ts'
import { DEFAULT_FEATURES } from './model.ts'
import { purgeExpired, purgeObjects } from './purge-objects.ts'
import { readReferences } from './read-objects.ts'
import { restoreObjects } from './restore-objects.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await createTestDatabase()
})
afterAll(() => database.drop())
beforeEach(() =>
  database.pool.query(
    'truncate directory_object, directory_unique_value, directory_edge, directory_edge_removed, directory_tombstone',
  ),
)

const pool = () => database.pool
const edges = (changes: EdgeChange[]) => transaction((tx) => applyEdges(tx, changes, NOW), pool())
const restore = (ids: string[]) => transaction((tx) => restoreObjects(tx, ids, NOW), pool())
const days = (count: number) => new Date(NOW.getTime() + count * 86_400_000)

async function create(...names: string[]): Promise<string[]> {
  return (
    await apply(
      pool(),
      names.map((name) => add(name.startsWith('g') ? 'group' : 'user', name)),
    )
  ).map(idOf)
}

const targets = async (id: string, attribute = 'member') =>
  (await readReferences(pool(), [id]))
    .filter((edge) => edge.attribute === attribute)
    .map(({ targetId }) => targetId)

describe('deleted objects', () => {
  it('come back by their anchor, with what the add carries and nothing else', async () => {
    const [first] = await apply(pool(), [add('user', 'anna', { title: 'Old', userPrincipalName: 'anna' })])
    const id = idOf(first)
    await apply(pool(), [remove(id)])
    const [back] = await apply(pool(), [
      add('user', 'anna', { department: 'New', userPrincipalName: 'anna' }),
    ])
    expect(back).toMatchObject({ ok: true, id, outcome: 'restored' })
    const object = await stored(pool(), id)
    expect(object).toMatchObject({ synced: true, deletedAt: null, attributes: { department: 'New' } })
    expect(object.attributes.title).toBeUndefined()
    expect(object.attributes.userPrincipalName).toBe('anna@lockstep.internal')
  })

  it('come back by their anchor also where takeover is blocked: nothing is taken over', async () => {
    const [id = ''] = await create('anna')
    await apply(pool(), [remove(id)])
    const blocked = { ...DEFAULT_FEATURES, blockCloudObjectTakeoverThroughHardMatch: true }
    expect(await apply(pool(), [add('user', 'anna')], blocked)).toMatchObject([{ id, outcome: 'restored' }])
  })

  it('do not come back while another holds their value', async () => {
    const [id = ''] = await create('anna')
    await apply(pool(), [remove(id)])
    await apply(pool(), [add('user', 'new', { userPrincipalName: 'anna@example.com' })])
    expect(problemOf((await apply(pool(), [add('user', 'anna')]))[0]).code).toBe('AttributeValueMustBeUnique')
    expect(problemOf((await restore([id]))[0])).toMatchObject({ code: 'AttributeValueMustBeUnique' })
    expect((await stored(pool(), id)).deletedAt).toEqual(NOW)
  })

  it('restored by hand are managed in the cloud until they are matched again', async () => {
    const [id = ''] = await create('anna')
    await apply(pool(), [remove(id)])
    expect(await restore([id])).toMatchObject([{ ok: true, outcome: 'restored' }])
    expect(await stored(pool(), id)).toMatchObject({ synced: false, masteredBy: 'cloud', deletedAt: null })
    expect(problemOf((await apply(pool(), [remove(id)]))[0]).code).toBe('DeleteNotValid')
    const blocked = { ...DEFAULT_FEATURES, blockCloudObjectTakeoverThroughHardMatch: true }
    expect(problemOf((await apply(pool(), [add('user', 'anna')], blocked))[0]).code).toBe('InvalidHardMatch')
    expect(await apply(pool(), [add('user', 'anna')])).toMatchObject([{ id, outcome: 'matched' }])
  })

  it('restoring what is live or gone changes nothing', async () => {
    const [id = ''] = await create('anna')
    expect(await restore([id, '01900000-0000-7000-8000-000000000000'])).toMatchObject([
      { outcome: 'unchanged' },
      { ok: false, problem: { code: 'cd-missing-object' } },
    ])
  })

  it('cannot be changed', async () => {
    const [id = ''] = await create('anna')
    await apply(pool(), [remove(id)])
    expect(problemOf((await apply(pool(), [update(id, { title: 'x' })]))[0]).code).toBe('cd-missing-object')
  })

  it('are purged after 30 days with their references, live ones never', async () => {
    const [group = '', gone = '', here = ''] = await create('group', 'anna', 'ben')
    await edges([{ sourceId: group, attribute: 'member', add: [gone, here], remove: [] }])
    await apply(pool(), [remove(gone)])
    const purge = (now: Date) => transaction((tx) => purgeExpired(tx, now), pool())
    expect(await purge(days(29))).toBe(0)
    expect(await purge(days(31))).toBe(1)
    expect(await transaction((tx) => purgeObjects(tx, [here], NOW), pool())).toBe(0)
    const { rows } = await pool().query('select target_id from directory_edge')
    expect(rows).toEqual([{ target_id: here }])
    expect(await apply(pool(), [add('user', 'anna')])).toMatchObject([{ outcome: 'created' }])
  })
})

describe('applyEdges', () => {
  it('adds, removes, and repeats without a change', async () => {
    const [group = '', a = '', b = ''] = await create('group', 'a', 'b')
    const change = { sourceId: group, attribute: 'member', add: [a, b], remove: [] }
    expect(await edges([change])).toMatchObject([{ missing: [], problem: undefined }])
    const before = (await pool().query('select change_seq from directory_edge')).rows
    await edges([change])
    expect((await pool().query('select change_seq from directory_edge')).rows).toEqual(before)
    await edges([{ sourceId: group, attribute: 'member', add: [], remove: [a] }])
    await edges([{ sourceId: group, attribute: 'member', add: [], remove: [a] }])
    expect(await targets(group)).toEqual([b])
  })

  it('replaces an attribute that holds one reference', async () => {
    const [user = '', a = '', b = ''] = await create('user', 'a', 'b')
    await edges([{ sourceId: user, attribute: 'manager', add: [a], remove: [] }])
    await edges([{ sourceId: user, attribute: 'manager', add: [b], remove: [] }])
    expect(await targets(user, 'manager')).toEqual([b])
  })

  it('does the rest when one target is missing, and names it', async () => {
    const [group = '', a = ''] = await create('group', 'a')
    const nowhere = '01900000-0000-7000-8000-000000000000'
    const [result] = await edges([{ sourceId: group, attribute: 'member', add: [nowhere, a], remove: [] }])
    expect(result).toMatchObject({
      missing: [nowhere],
      problem: { code: 'dn-attributes-failure', retry: true },
    })
    expect(await targets(group)).toEqual([a])
  })

  it('references to a deleted object are hidden and come back with it', async () => {
    const [group = '', a = ''] = await create('group', 'a')
    await edges([{ sourceId: group, attribute: 'member', add: [a], remove: [] }])
    await apply(pool(), [remove(a)])
    expect(await targets(group)).toEqual([])
    await apply(pool(), [add('user', 'a')])
    expect(await targets(group)).toEqual([a])
  })
})
