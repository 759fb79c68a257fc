import { beforeEach, describe, expect, it } from 'vitest'
import { pool, transaction } from '../../db/client.ts'
import { MemoryDirectory } from '../connectors/memory/directory.ts'
import { addGroup, addUser } from '../connectors/memory/people.ts'
import { applyEdges, applyObjects, eraseObjects } from '../directory/index.ts'
import { cloudObjects, cloudReferences } from './fixtures/cloud-state.ts'
import { createInstallation, type TestInstallation } from './fixtures/installation.ts'
import { confirmReferences } from './store/confirm-references.ts'

let installation: TestInstallation
let forest: MemoryDirectory
let team: string
let anna: string
let ben: string

beforeEach(async () => {
  installation = await createInstallation()
  forest = new MemoryDirectory('DC=mem,DC=example')
  await installation.connect(forest, 'Memory')
  anna = addUser(forest, 'anna')
  ben = addUser(forest, 'ben')
  team = addGroup(forest, 'team', [anna])
  await installation.cycle('full')
  return installation.drop
})

async function idOf(name: string): Promise<string> {
  return (await cloudObjects()).get(name)?.id ?? ''
}

type State = 'add' | 'added' | 'remove' | 'removed' | null

/** Gives the only membership a state, reports it from the target, and tells the state it has then. */
async function report(state: State, present: boolean) {
  const { rows } = await pool().query<{ source: string; target: string; connectorId: string }>(
    `update cs_edge e set state = $1 from cs_object s, cs_object t
     where s.id = e.source_id and t.id = e.target_id and s.anchor is not null
       and s.connector_id = (select id from connector where role = 'target')
     returning s.anchor as source, t.anchor as target, s.connector_id as "connectorId"`,
    [state],
  )
  const edge = rows[0]
  if (!edge) throw new Error('there is no edge')
  await pool().query('delete from edge_work')
  const reference = { source: edge.source, target: edge.target, attribute: 'member', present }
  await transaction((tx) => confirmReferences(tx, edge.connectorId, [reference]))
  const after = await pool().query<{ state: State }>(
    `select e.state from cs_edge e join cs_object s on s.id = e.source_id where s.connector_id = $1`,
    [edge.connectorId],
  )
  const { rowCount } = await pool().query('select from edge_work')
  return { state: after.rowCount === 0 ? 'gone' : after.rows[0]?.state, queued: rowCount === 1 }
}

describe('a reported reference', () => {
  const cases: [State, boolean, string | null, boolean][] = [
    [null, true, null, false],
    ['add', true, null, false],
    ['added', true, null, false],
    ['remove', true, 'remove', false],
    ['removed', true, 'remove', false],
    [null, false, 'gone', true],
    ['add', false, 'add', false],
    ['added', false, 'gone', true],
    ['remove', false, 'gone', false],
    ['removed', false, 'gone', false],
  ]
  for (const [state, present, after, queued] of cases) {
    it(`in state ${state} that is ${present ? 'there' : 'not there'} becomes ${after}`, async () => {
      expect(await report(state, present)).toEqual({ state: after, queued })
    })
  }
})

describe('what somebody changes in the target', () => {
  it('is undone: a member added, a member removed, a group deleted', async () => {
    const [group, member, other] = [await idOf('team'), await idOf('anna Person'), await idOf('ben Person')]
    const edge = { sourceId: group, attribute: 'member', add: [other], remove: [member] }
    await transaction((tx) => applyEdges(tx, [edge], new Date()))
    expect((await installation.cycle()).state).toBe('succeeded')
    expect(await cloudReferences()).toEqual(['team member anna Person'])
    const gone = {
      key: 'x',
      operation: 'delete',
      objectType: 'group',
      id: group,
      attributes: {},
      createdAt: undefined,
    } as const
    await transaction((tx) => applyObjects(tx, [gone], new Date()))
    await installation.cycle()
    expect(await cloudReferences()).toEqual(['team member anna Person'])
    expect(await idOf('team')).toBe(group)
  })
})

describe('members', () => {
  it('that change sides between two cycles in staging are only what they are in the end', async () => {
    await pool().query(
      `insert into operation_switch (name, "on", changed_by) values ('staging', true, 'test')`,
    )
    for (const members of [[anna, ben], [ben], [anna], [ben]]) {
      forest.get(team).references.member = members
      await installation.cycle()
    }
    const { rows } = await pool().query(`select state from cs_edge where state is not null order by 1`)
    expect(rows).toEqual([{ state: 'add' }, { state: 'remove' }])
    await pool().query('update operation_switch set "on" = false')
    await installation.cycle()
    expect(await cloudReferences()).toEqual(['team member ben Person'])
  })

  it('of a group that cannot be written wait for it', async () => {
    const other = addGroup(forest, 'other', [anna], { attributes: { displayName: 'x'.repeat(300) } })
    expect((await installation.cycle()).state).toBe('warnings')
    expect(await cloudReferences()).toEqual(['team member anna Person'])
    forest.change(other, { displayName: 'other' })
    expect((await installation.cycle()).state).toBe('succeeded')
    expect(await cloudReferences()).toEqual(['other member anna Person', 'team member anna Person'])
  })
})

describe('a target that forgot what changed', () => {
  it('is read from the beginning, and removals that it does not tell of are found', async () => {
    const before = await idOf('ben Person')
    const edge = {
      sourceId: await idOf('team'),
      attribute: 'member',
      add: [],
      remove: [await idOf('anna Person')],
    }
    await transaction((tx) => applyEdges(tx, [edge], new Date()))
    await transaction((tx) => eraseObjects(tx, [before], new Date()))
    await pool().query('delete from directory_edge_removed')
    await pool().query('delete from directory_tombstone')
    const expired = { v: 1, at: 0, position: { since: 1, until: 1, part: 'objects' }, done: true }
    await pool().query(`update connector set cursor = $1 where role = 'target'`, [
      Buffer.from(JSON.stringify(expired)).toString('base64url'),
    ])
    expect((await installation.cycle()).state).toBe('succeeded')
    expect(await cloudReferences()).toEqual(['team member anna Person'])
    expect(await idOf('ben Person')).not.toBe('')
    expect(await idOf('ben Person')).not.toBe(before)
  })
})
