import { beforeEach, describe, expect, it } from 'vitest'
import { pool, transaction } from '../../db/client.ts'
import { MemoryDirectory } from '../connectors/memory/directory.ts'
import { addContact, addGroup, addUser } from '../connectors/memory/people.ts'
import { applyObjects } from '../directory/index.ts'
import { cloudObjects, cloudReferences, normalisedState } from './fixtures/cloud-state.ts'
import { createInstallation, type TestInstallation } from './fixtures/installation.ts'

let installation: TestInstallation
let forest: MemoryDirectory

beforeEach(async () => {
  installation = await createInstallation()
  forest = new MemoryDirectory('DC=mem,DC=example')
  await installation.connect(forest, 'Memory')
  return installation.drop
})

/** Runs a cycle and expects that everything went well and nothing is left to do. */
async function settle() {
  const cycle = await installation.cycle()
  expect(cycle.runs.filter((run) => run.state !== 'success')).toEqual([])
  const { rows } = await pool().query(
    `select dn, export_operation, export_state from cs_object where export_state is not null`,
  )
  expect(rows).toEqual([])
  const { rows: edges } = await pool().query('select * from cs_edge where state is not null')
  expect(edges).toEqual([])
  expect((await normalisedState()).filter((line) => line.startsWith('dangling'))).toEqual([])
  return cycle
}

async function cloud(name: string) {
  const object = (await cloudObjects()).get(name)
  if (!object) throw new Error(`the cloud has no ${name}`)
  return object
}

describe('one user', () => {
  it('arrives, changes, moves, is disabled, goes and comes back as the same cloud object', async () => {
    const staff = forest.addContainer('Staff')
    const anna = addUser(forest, 'anna')
    await settle()
    const first = await cloud('anna Person')
    expect(first).toMatchObject({ type: 'user', synced: true, deleted: false })
    expect(first.attributes).toMatchObject({
      userPrincipalName: 'anna@mem.example',
      accountEnabled: true,
      proxyAddresses: ['SMTP:anna@mem.example'],
    })
    forest.change(anna, { title: 'Head', mail: undefined })
    await settle()
    expect((await cloud('anna Person')).attributes).toMatchObject({ title: 'Head' })
    forest.get(anna).rdn = 'CN=Anna\\, B'
    forest.get(anna).container = staff
    forest.change(anna, { cn: 'Anna, B', userAccountControl: 514 })
    await settle()
    expect((await cloud('anna Person')).attributes.accountEnabled).toBe(false)
    const object = forest.get(anna)
    forest.remove(anna)
    await settle()
    expect(await cloud('anna Person')).toMatchObject({ deleted: true, synced: false })
    forest.put(object)
    await settle()
    expect(await cloud('anna Person')).toMatchObject({ id: first.id, deleted: false, synced: true })
  })

  it('that was deleted and made anew is a new cloud object with the old names', async () => {
    const anna = addUser(forest, 'anna')
    await settle()
    const first = await cloud('anna Person')
    const old = forest.get(anna)
    forest.remove(anna)
    forest.put({
      ...old,
      anchor: anna.replace(/^./, '0'),
      attributes: { ...old.attributes, objectGUID: { b: 'AAAAAAAAAAAAAAAAAAAAAA==' } },
    })
    await settle()
    const { rows } = await pool().query('select id from directory_object where deleted_at is null')
    expect(rows.length).toBe(1)
    expect(rows[0]?.id).not.toBe(first.id)
  })

  it('keeps its cloud object while its OU is renamed', async () => {
    const staff = forest.addContainer('Staff')
    addUser(forest, 'anna', { in: staff })
    await settle()
    const before = await cloud('anna Person')
    const container = forest.containers.get(staff)
    if (container) container.name = 'Personnel'
    const cycle = await settle()
    expect(await cloud('anna Person')).toMatchObject({ id: before.id, deleted: false })
    expect(cycle.runs[0]?.statistics).toMatchObject({ 'stage-rename': 1 })
  })
})

describe('values', () => {
  it('are swapped between two users in one cycle', async () => {
    const anna = addUser(forest, 'anna')
    const ben = addUser(forest, 'ben')
    await settle()
    const names = (name: string) => ({
      userPrincipalName: `${name}@mem.example`,
      proxyAddresses: [`SMTP:${name}@mem.example`],
      mail: `${name}@mem.example`,
    })
    forest.change(anna, names('ben'))
    forest.change(ben, names('anna'))
    await settle()
    expect((await cloud('anna Person')).attributes.userPrincipalName).toBe('ben@mem.example')
    expect((await cloud('ben Person')).attributes.proxyAddresses).toEqual(['SMTP:anna@mem.example'])
  })

  it('given up by a deleted user go to a new one in the same cycle', async () => {
    const anna = addUser(forest, 'anna')
    await settle()
    forest.remove(anna)
    addUser(forest, 'clara', { attributes: { userPrincipalName: 'anna@mem.example' } })
    await settle()
    expect((await cloud('clara Person')).attributes.userPrincipalName).toBe('anna@mem.example')
  })
})

describe('references', () => {
  it('follow members that are added, removed, nested, cleared and deleted', async () => {
    const [anna, ben, clara] = ['anna', 'ben', 'clara'].map((name) => addUser(forest, name)) as [
      string,
      string,
      string,
    ]
    const inner = addGroup(forest, 'inner', [clara])
    const outer = addGroup(forest, 'outer', [anna, inner])
    forest.get(ben).references.manager = [anna]
    await settle()
    expect(await cloudReferences()).toEqual([
      'ben Person manager anna Person',
      'inner member clara Person',
      'outer member anna Person',
      'outer member inner',
    ])
    forest.get(outer).references.member = [ben, inner]
    forest.get(inner).references.member = []
    forest.get(ben).references.manager = []
    await settle()
    expect(await cloudReferences()).toEqual(['outer member ben Person', 'outer member inner'])
    forest.remove(ben)
    await settle()
    expect(await cloudReferences()).toEqual(['outer member inner'])
    forest.remove(inner)
    await settle()
    expect(await cloudReferences()).toEqual([])
  })

  it('wait for a member that is read later, by anchor or by name, and go with one that is filtered', async () => {
    const ghost = addUser(forest, 'ghost')
    const named = addUser(forest, 'named')
    const objects = [forest.get(ghost), forest.get(named)]
    const dn = forest.dnOf(forest.get(named))
    forest.objects.delete(ghost)
    forest.objects.delete(named)
    const team = addGroup(forest, 'team', [ghost, dn])
    await settle()
    expect(await cloudReferences()).toEqual([])
    for (const object of objects) forest.put(object)
    await settle()
    expect(await cloudReferences()).toEqual(['team member ghost Person', 'team member named Person'])
    forest.change(ghost, { adminDescription: 'User_x' })
    forest.change(named, { sAMAccountName: 'MSOL_x' })
    await settle()
    expect(await cloudReferences()).toEqual([])
    forest.change(ghost, { adminDescription: undefined })
    forest.change(named, { sAMAccountName: 'named' })
    await settle()
    expect(await cloudReferences()).toEqual(['team member ghost Person', 'team member named Person'])
    expect(forest.get(team).references.member?.length).toBe(2)
  })

  it('come back with a user that was deleted in the cloud', async () => {
    const anna = addUser(forest, 'anna')
    addGroup(forest, 'team', [anna])
    await settle()
    await settle()
    const { id } = await cloud('anna Person')
    await deleteInCloud(id)
    expect(await cloud('anna Person')).toMatchObject({ deleted: true })
    await settle()
    expect(await cloud('anna Person')).toMatchObject({ id, deleted: false })
    expect(await cloudReferences()).toEqual(['team member anna Person'])
  })
})

describe('scope', () => {
  it('exit by a filter deletes, return restores the same object', async () => {
    const anna = addUser(forest, 'anna', { attributes: { mailNickname: 'anna' } })
    await settle()
    const { id } = await cloud('anna Person')
    for (const filter of [
      { adminDescription: 'User_1' },
      { mailNickname: 'CAS_{1}' },
      { isCriticalSystemObject: true },
    ]) {
      forest.change(anna, filter)
      await settle()
      expect(await cloud('anna Person')).toMatchObject({ id, deleted: true })
      forest.change(anna, {
        adminDescription: undefined,
        mailNickname: 'anna',
        isCriticalSystemObject: undefined,
      })
      await settle()
      expect(await cloud('anna Person')).toMatchObject({ id, deleted: false, synced: true })
    }
  })

  it('takes a change of type as delete and add', async () => {
    const anna = addUser(forest, 'anna')
    addGroup(forest, 'team', [anna])
    await settle()
    forest.get(anna).objectType = 'contact'
    // The user has to be gone before the contact can take its name in the target.
    await installation.cycle()
    await settle()
    const { rows } = await pool().query(
      `select object_type as type, deleted_at is not null as deleted from directory_object where object_type <> 'group' order by 1`,
    )
    expect(rows).toEqual([
      { type: 'contact', deleted: false },
      { type: 'user', deleted: true },
    ])
    expect(await cloudReferences()).toEqual(['team member anna Person'])
  })

  it('lets go of an object whose new type no rule knows', async () => {
    const anna = addUser(forest, 'anna')
    addGroup(forest, 'team', [anna])
    await settle()
    forest.get(anna).objectType = 'printQueue'
    await settle()
    expect(await cloud('anna Person')).toMatchObject({ deleted: true })
    forest.remove(anna)
    await settle()
    const again = await settle()
    expect(again.runs[0]?.statistics['stage-delete']).toBeUndefined()
  })

  it('knows contacts, groups without members and foreign principals', async () => {
    addContact(forest, 'carla')
    addGroup(forest, 'empty', [])
    await settle()
    expect(await cloud('carla')).toMatchObject({ type: 'contact', deleted: false })
    expect(await cloud('empty')).toMatchObject({ type: 'group', deleted: false })
  })
})

async function deleteInCloud(id: string): Promise<void> {
  await transaction((tx) =>
    applyObjects(
      tx,
      [{ key: 'x', operation: 'delete', objectType: 'user', id, attributes: {}, createdAt: undefined }],
      new Date(),
    ),
  )
}
