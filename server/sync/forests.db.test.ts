import { beforeEach, describe, expect, it } from 'vitest'
import { pool } from '../../db/client.ts'
import { deleteConnector } from '../connections/operations/delete-connector.ts'
import { sidToBytes } from '../connectors/ldif/guid-sid.ts'
import { guidOf, MemoryDirectory } from '../connectors/memory/directory.ts'
import { addGroup, addUser } from '../connectors/memory/people.ts'
import { runOperation } from '../operation/run-operation.ts'
import { testContext } from '../operation/testing.ts'
import { cloudObjects, cloudReferences, normalisedState } from './fixtures/cloud-state.ts'
import { createInstallation, type TestInstallation } from './fixtures/installation.ts'

const SID = 'S-1-5-21-1-2-3-1104'

let installation: TestInstallation
let one: MemoryDirectory
let two: MemoryDirectory

beforeEach(async () => {
  installation = await createInstallation()
  one = new MemoryDirectory('DC=one,DC=example')
  two = new MemoryDirectory('DC=two,DC=example')
  return installation.drop
})

const admin = testContext(['Global Administrator'])

const remove = (id: string, objects: 'keep' | 'remove') =>
  runOperation(deleteConnector, () => ({ id, objects }), admin)

function addForeignPrincipal(directory: MemoryDirectory, sid: string): string {
  const anchor = guidOf(`${directory.domain.dn} ${sid}`)
  directory.put({
    anchor,
    objectType: 'foreignSecurityPrincipal',
    rdn: `CN=${sid}`,
    container: directory.domain.guid,
    attributes: { cn: sid },
    references: {},
  })
  return anchor
}

function addForeigner(): string {
  const sid = Buffer.from(sidToBytes(SID) ?? []).toString('base64')
  return addUser(two, 'anna', { attributes: { objectSid: { b: sid } } })
}

async function dangling() {
  return (await normalisedState()).filter((line) => line.startsWith('dangling'))
}

async function succeed(policy: 'delta' | 'full' = 'delta') {
  const cycle = await installation.cycle(policy)
  expect(cycle.runs.map((run) => run.state).filter((state) => state !== 'success')).toEqual([])
  expect(await dangling()).toEqual([])
}

describe('a foreign security principal', () => {
  it('stands for the user of the other forest in the first cycle, whichever forest comes first', async () => {
    const principal = addForeignPrincipal(one, SID)
    addGroup(one, 'team', [principal])
    addForeigner()
    await installation.connect(one, 'One')
    await installation.connect(two, 'Two')
    await succeed('full')
    expect(await cloudReferences()).toEqual(['team member anna Person'])
  })

  it('finds a user that comes later, and lets go of one that goes', async () => {
    const principal = addForeignPrincipal(one, SID)
    addGroup(one, 'team', [principal])
    await installation.connect(one, 'One')
    await installation.connect(two, 'Two')
    addUser(two, 'somebody')
    await succeed('full')
    expect(await cloudReferences()).toEqual([])
    const anna = addForeigner()
    await succeed()
    expect(await cloudReferences()).toEqual(['team member anna Person'])
    const object = two.get(anna)
    two.remove(anna)
    await succeed()
    expect(await cloudReferences()).toEqual([])
    expect((await cloudObjects()).get('anna Person')).toMatchObject({ deleted: true })
    two.put(object)
    await succeed()
    expect(await cloudReferences()).toEqual(['team member anna Person'])
  })
})

describe('one person in two forests', () => {
  const anchor = { b: Buffer.from('0123456789abcdef').toString('base64') }

  async function connectBoth(): Promise<[string, string]> {
    addUser(one, 'anna', { attributes: { 'mS-DS-ConsistencyGuid': anchor, title: 'One' } })
    addUser(two, 'anna', {
      attributes: { 'mS-DS-ConsistencyGuid': anchor, displayName: 'anna Second', department: 'Two' },
    })
    const ids: [string, string] = [
      await installation.connect(one, 'One'),
      await installation.connect(two, 'Two'),
    ]
    await succeed('full')
    return ids
  }

  it('is one cloud object, and stays one when either forest is removed', async () => {
    const [first] = await connectBoth()
    const before = (await cloudObjects()).get('anna Person')
    expect(before?.attributes).toMatchObject({ title: 'One', department: 'Two' })
    await remove(first, 'remove')
    await succeed()
    const after = (await cloudObjects()).get('anna Second')
    expect(after).toMatchObject({ id: before?.id, deleted: false })
    expect(after?.attributes).toMatchObject({ department: 'Two' })
    expect(after?.attributes.title).toBeUndefined()
    const { rows } = await pool().query(
      `select k.name from cs_object o join connector k on k.id = o.origin_id`,
    )
    expect(rows).toEqual([{ name: 'Two' }])
  })

  it('is deleted in the cloud only when it is gone in both', async () => {
    await connectBoth()
    for (const directory of [one, two]) {
      expect([...(await cloudObjects()).values()].filter((object) => !object.deleted).length).toBe(1)
      for (const key of [...directory.objects.keys()]) directory.remove(key)
      await succeed()
    }
    expect([...(await cloudObjects()).values()].filter((object) => !object.deleted)).toEqual([])
  })
})

describe('a removed connection', () => {
  async function connectOne(): Promise<string> {
    const anna = addUser(one, 'anna')
    const ben = addUser(one, 'ben')
    addGroup(one, 'team', [anna, ben])
    const id = await installation.connect(one, 'One')
    await succeed('full')
    return id
  }

  it('with keep leaves cloud objects that the same directory takes over again', async () => {
    const id = await connectOne()
    const before = await cloudObjects()
    expect(await remove(id, 'keep')).toMatchObject({ objects: 3 })
    const kept = await cloudObjects()
    expect([...kept.values()].map(({ synced, deleted }) => ({ synced, deleted }))).toEqual(
      [1, 2, 3].map(() => ({ synced: false, deleted: false })),
    )
    expect((await cloudReferences()).length).toBe(2)
    await installation.connect(one, 'One')
    await succeed('full')
    await succeed()
    const again = await cloudObjects()
    for (const [name, object] of before)
      expect(again.get(name)).toMatchObject({ id: object.id, synced: true })
    expect((await cloudReferences()).length).toBe(2)
  })

  it('with remove stages deletes that the next export writes', async () => {
    const id = await connectOne()
    await remove(id, 'remove')
    expect([...(await cloudObjects()).values()].every((object) => !object.deleted)).toBe(true)
    await installation.connect(two, 'Two')
    await succeed('full')
    expect([...(await cloudObjects()).values()].every((object) => object.deleted)).toBe(true)
    const { rows } = await pool().query('select count(*)::int from cs_object')
    expect(rows).toEqual([{ count: 0 }])
  })

  it('with keep takes back deletes that were not written', async () => {
    const id = await connectOne()
    await pool().query(
      `insert into operation_switch (name, "on", changed_by) values ('staging', true, 'test')`,
    )
    for (const key of [...one.objects.keys()]) one.remove(key)
    await installation.cycle()
    expect(await remove(id, 'keep')).toMatchObject({ objects: 3 })
    await pool().query(`update operation_switch set "on" = false`)
    await installation.connect(two, 'Two')
    await succeed('full')
    expect([...(await cloudObjects()).values()].every((object) => !object.deleted)).toBe(true)
  })

  it('that held the only user behind a foreign principal leaves nothing behind', async () => {
    addForeigner()
    addGroup(one, 'team', [addForeignPrincipal(one, SID)])
    await installation.connect(one, 'One')
    const id = await installation.connect(two, 'Two')
    await succeed('full')
    await remove(id, 'keep')
    await succeed()
    expect((await cloudObjects()).get('anna Person')).toMatchObject({ deleted: false, synced: false })
    expect(await cloudReferences()).toEqual([])
  })

  it('is refused while a cycle runs', async () => {
    const id = await connectOne()
    await installation.start()
    await expect(remove(id, 'keep')).rejects.toMatchObject({ code: 'sync.cycle_running' })
  })
})
