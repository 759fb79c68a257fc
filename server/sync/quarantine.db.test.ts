import { beforeEach, describe, expect, it } from 'vitest'
import { pool } from '../../db/client.ts'
import { MemoryDirectory } from '../connectors/memory/directory.ts'
import { addGroup, addUser } from '../connectors/memory/people.ts'
import { cloudObjects, cloudReferences } from './fixtures/cloud-state.ts'
import { createInstallation, type TestInstallation } from './fixtures/installation.ts'

let installation: TestInstallation
let forest: MemoryDirectory

beforeEach(async () => {
  installation = await createInstallation()
  forest = new MemoryDirectory('DC=mem,DC=example')
  await installation.connect(forest, 'Memory')
  return installation.drop
})

type Kept = { code: string; message: string; firstAt: string; lastAt: string; count: number }

async function errors(column: 'sync_error' | 'export_error'): Promise<Kept[]> {
  const { rows } = await pool().query<{ error: Kept }>(
    `select ${column} as error from cs_object where ${column} is not null and (${column === 'sync_error'} or export_state = 'error')`,
  )
  return rows.map((row) => row.error)
}

describe('one bad object', () => {
  it('that cannot be planned is quarantined, retried, counted and cleared; the others go on', async () => {
    const [bad] = ['bad', 'good'].map((name) => addUser(forest, name))
    forest.change(bad ?? '', {
      userPrincipalName: undefined,
      sAMAccountName: undefined,
      isCriticalSystemObject: undefined,
    })
    const cycle = await installation.cycle('full')
    expect(cycle.state).toBe('warnings')
    const [first] = await errors('sync_error')
    expect(first).toMatchObject({ count: 1 })
    expect((await cloudObjects()).has('good Person')).toBe(true)
    await installation.cycle()
    const [second] = await errors('sync_error')
    expect(second).toMatchObject({ count: 2, firstAt: first?.firstAt })
    expect(second?.lastAt).not.toBe(first?.lastAt)
    forest.change(bad ?? '', { sAMAccountName: 'bad' })
    expect((await installation.cycle()).state).toBe('succeeded')
    expect(await errors('sync_error')).toEqual([])
    expect((await cloudObjects()).has('bad Person')).toBe(true)
  })

  it('that the target refuses is retried in every export, and wins when the holder gives the value up', async () => {
    const anna = addUser(forest, 'anna')
    const ben = addUser(forest, 'ben', {
      attributes: { proxyAddresses: ['SMTP:ben@mem.example', 'smtp:anna@mem.example'] },
    })
    addGroup(forest, 'team', [anna, ben])
    expect((await installation.cycle('full')).state).toBe('warnings')
    const [first] = await errors('export_error')
    expect(first).toMatchObject({ code: 'AttributeValueMustBeUnique', count: 1 })
    expect((await cloudReferences()).length).toBe(1)
    await installation.cycle()
    expect((await errors('export_error'))[0]).toMatchObject({ firstAt: first?.firstAt, count: 2 })
    const loser = (await cloudObjects()).has('anna Person') ? anna : ben
    const holder = loser === anna ? ben : anna
    forest.change(holder, { proxyAddresses: ['SMTP:other@mem.example'] })
    expect((await installation.cycle()).state).toBe('succeeded')
    expect(await errors('export_error')).toEqual([])
    expect((await cloudReferences()).length).toBe(2)
  })

  it('that is in error and goes leaves no error behind', async () => {
    addUser(forest, 'anna')
    const ben = addUser(forest, 'ben', { attributes: { userPrincipalName: 'anna@mem.example' } })
    await installation.cycle('full')
    expect((await errors('export_error')).length).toBe(1)
    const anna = [...forest.objects.keys()].find((anchor) => anchor !== ben) ?? ''
    for (const anchor of [ben, anna]) forest.remove(anchor)
    expect((await installation.cycle()).state).toBe('succeeded')
    expect(await errors('export_error')).toEqual([])
    const { rows } = await pool().query('select count(*)::int from cs_object')
    expect(rows).toEqual([{ count: 0 }])
  })
})
