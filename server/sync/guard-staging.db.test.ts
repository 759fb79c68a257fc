import { beforeEach, describe, expect, it } from 'vitest'
import { pool, transaction } from '../../db/client.ts'
import { applyConfiguration } from '../configuration/versions.ts'
import { MemoryDirectory } from '../connectors/memory/directory.ts'
import { addUser } from '../connectors/memory/people.ts'
import { runOperation } from '../operation/run-operation.ts'
import { testContext } from '../operation/testing.ts'
import { cloudObjects } from './fixtures/cloud-state.ts'
import { createInstallation, type TestInstallation } from './fixtures/installation.ts'
import { approveExports } from './operations/approve-exports.ts'
import { listExports } from './operations/list-exports.ts'
import { setStaging } from './switches.ts'

let installation: TestInstallation
let forest: MemoryDirectory
let connectorId: string

beforeEach(async () => {
  installation = await createInstallation()
  forest = new MemoryDirectory('DC=mem,DC=example')
  forest.pageSize = 1000
  connectorId = await installation.connect(forest, 'Memory')
  return installation.drop
})

const admin = testContext(['Global Administrator'])

async function people(count: number): Promise<string[]> {
  const anchors = Array.from({ length: count }, (_, index) => addUser(forest, `p${index}`))
  await installation.cycle('full')
  return anchors
}

async function live(): Promise<number> {
  return [...(await cloudObjects()).values()].filter((object) => !object.deleted).length
}

async function exportState() {
  const cycle = await installation.cycle()
  return cycle.runs.find((run) => run.profile === 'export')?.state
}

const pending = () => runOperation(listExports, () => ({}), admin)

const approve = (setHash: string) => runOperation(approveExports, () => ({ setHash }), admin)

/** Identity of every row version in the cloud directory. */
async function directoryVersions() {
  const { rows } = await pool().query<{ version: string }>(
    `select id || ' ' || xmin as version from directory_object
     union all select source_id || ' ' || target_id || ' ' || xmin from directory_edge order by 1`,
  )
  return rows.map((row) => row.version)
}

const staging = (on: boolean) => transaction((tx) => setStaging(tx, on, 'test'))

/** Objects that nobody deletes, so that a share of 40 % is out of reach. */
async function fill(count: number): Promise<void> {
  for (let index = 0; index < count; index++) addUser(forest, `other${index}`)
}

describe('the guard', () => {
  it('lets 500 deletes pass and stops 501 before the first write', async () => {
    await fill(800)
    const anchors = await people(510)
    for (const anchor of anchors.slice(0, 501)) forest.remove(anchor)
    addUser(forest, 'newcomer')
    const before = await directoryVersions()
    expect(await exportState()).toBe('stopped-deletion-threshold-exceeded')
    expect(await directoryVersions()).toEqual(before)
    const last = anchors[500] ?? ''
    addUser(forest, 'p500')
    expect(forest.objects.has(last)).toBe(true)
    expect(await exportState()).toBe('success')
    expect(await live()).toBe(800 + 10 + 1)
  })

  it('stops 20 of 49 and more than 40 %, but not 19 and not 40 %', async () => {
    const anchors = await people(49)
    for (const anchor of anchors.slice(0, 20)) forest.remove(anchor)
    expect(await exportState()).toBe('stopped-deletion-threshold-exceeded')
    expect(await live()).toBe(49)
    addUser(forest, 'p0')
    expect(await exportState()).toBe('success')
    expect(await live()).toBe(30)
  })

  it('counts disables apart, with the same limits', async () => {
    const anchors = await people(60)
    for (const anchor of anchors.slice(0, 25)) forest.change(anchor, { userAccountControl: 514 })
    expect(await exportState()).toBe('stopped-deletion-threshold-exceeded')
    expect((await pending()).counts).toMatchObject({ disables: 25, deletes: 0 })
    for (const anchor of anchors.slice(20, 25)) forest.change(anchor, { userAccountControl: 512 })
    for (const anchor of anchors.slice(40, 59)) forest.remove(anchor)
    expect(await exportState()).toBe('success')
  })

  it('writes exactly what was approved, once', async () => {
    const anchors = await people(30)
    for (const anchor of anchors.slice(0, 20)) forest.remove(anchor)
    await installation.cycle()
    const first = await pending()
    expect(first.guard).toMatchObject({ outcome: 'stop', approved: false })
    await approve(first.setHash)
    expect((await pending()).guard).toMatchObject({ outcome: 'go', approved: true })
    forest.remove(anchors[20] ?? '')
    expect(await exportState()).toBe('stopped-deletion-threshold-exceeded')
    await expect(approve(first.setHash)).rejects.toMatchObject({ code: 'sync.export_set_changed' })
    // The approval of the smaller set is void, also when the set becomes the same again.
    addUser(forest, 'p20')
    expect(await exportState()).toBe('stopped-deletion-threshold-exceeded')
    const again = await pending()
    expect(again.setHash).toBe(first.setHash)
    await approve(again.setHash)
    expect(await exportState()).toBe('success')
    expect(await live()).toBe(10)
    const { rows } = await pool().query(`select count(*)::int from export_approval where used_at is null`)
    expect(rows).toEqual([{ count: 0 }])
  })

  it('keeps an approval that was used up by an export which was interrupted before its first batch', async () => {
    const anchors = await people(30)
    for (const anchor of anchors.slice(0, 20)) forest.remove(anchor)
    await installation.cycle()
    await approve((await pending()).setHash)
    const id = await installation.start()
    expect(await installation.dieAfterCommit(id, 1, 'export_approval set used_at')).toBe(true)
    expect(await live()).toBe(30)
    await installation.work(id)
    expect(await live()).toBe(10)
  })

  it('with holdDeletesOnly lets everything else through', async () => {
    const anchors = await people(30)
    await transaction((tx) =>
      applyConfiguration(tx, { author: 'test', reason: 'hold' }, (current) => ({
        ...current,
        guard: { ...current.guard, holdDeletesOnly: true },
      })),
    )
    const team = addUser(forest, 'late')
    for (const anchor of anchors.slice(0, 20)) forest.remove(anchor)
    forest.change(anchors[25] ?? '', { title: 'Head' })
    expect(await exportState()).toBe('stopped-deletion-threshold-exceeded')
    expect(await live()).toBe(31)
    const objects = await cloudObjects()
    expect(objects.get('p25 Person')?.attributes.title).toBe('Head')
    expect(objects.has('late Person')).toBe(true)
    expect(forest.objects.has(team)).toBe(true)
  })
})

describe('staging', () => {
  it('computes and writes nothing until it is switched off', async () => {
    const [anna = ''] = await people(5)
    await staging(true)
    const before = await directoryVersions()
    forest.change(anna, { title: 'Head' })
    addUser(forest, 'late')
    expect(await exportState()).toBe('no-start-staging')
    expect(await directoryVersions()).toEqual(before)
    expect((await pending()).counts).toMatchObject({ adds: 1, updates: 1, deletes: 0 })
    await staging(false)
    expect(await exportState()).toBe('success')
    expect((await cloudObjects()).get('p0 Person')?.attributes.title).toBe('Head')
  })

  it('switched on in the middle of an export stops it before the next batch', async () => {
    for (let index = 0; index < 1200; index++) addUser(forest, `p${index}`)
    const id = await installation.start('full')
    expect(await installation.dieAfterCommit(id, 1, "'export', p.operation")).toBe(true)
    const written = await live()
    expect(written).toBe(500)
    await staging(true)
    await installation.work(id)
    expect(await live()).toBe(written)
    await staging(false)
    expect(await exportState()).toBe('success')
    expect(await live()).toBe(1200)
  })

  it('holds back a source that joins an active installation until it is activated', async () => {
    await people(3)
    const other = new MemoryDirectory('DC=two,DC=example')
    addUser(other, 'zoe')
    const id = await installation.connect(other, 'Second', 'staged')
    await installation.cycle()
    const { rows } = await pool().query(`select pending_import from cs_object where connector_id = $1`, [id])
    expect(rows).toEqual([{ pending_import: 'add' }])
    expect(await live()).toBe(3)
    await pool().query(`update connector set stage = 'active' where id = $1`, [id])
    expect(await exportState()).toBe('success')
    expect(await live()).toBe(4)
    expect(id).not.toBe(connectorId)
  })
})
