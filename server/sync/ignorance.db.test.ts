import { beforeEach, describe, expect, it } from 'vitest'
import { pool } from '../../db/client.ts'
import { MemoryDirectory } from '../connectors/memory/directory.ts'
import { addGroup, addUser } from '../connectors/memory/people.ts'
import { cloudObjects, normalisedState } from './fixtures/cloud-state.ts'
import { createInstallation, type TestInstallation } from './fixtures/installation.ts'

let installation: TestInstallation
let forest: MemoryDirectory
let people: string[]

beforeEach(async () => {
  installation = await createInstallation()
  forest = new MemoryDirectory('DC=mem,DC=example')
  forest.pageSize = 3
  people = Array.from({ length: 10 }, (_, index) => addUser(forest, `p${index}`))
  addGroup(forest, 'team', people)
  await installation.connect(forest, 'Memory')
  await installation.cycle('full')
  return installation.drop
})

async function live(): Promise<number> {
  return [...(await cloudObjects()).values()].filter((object) => !object.deleted).length
}

async function importRun() {
  const cycle = await installation.cycle()
  return { cycle, run: cycle.runs.find((run) => run.profile === 'full-import') }
}

async function errorsOf(runId: string | undefined): Promise<string[]> {
  const { rows } = await pool().query<{ code: string }>('select code from run_error where run_id = $1', [
    runId,
  ])
  return rows.map((row) => row.code)
}

describe('nothing is deleted', () => {
  it('when a read breaks off after its first page, and the next read catches up', async () => {
    forest.remove(people[9] ?? '')
    forest.faults.breaksAfterPages = 1
    const { cycle, run } = await importRun()
    expect(run?.state).toBe('stopped-server-down')
    expect(cycle.state).toBe('failed')
    expect(await live()).toBe(11)
    forest.faults.breaksAfterPages = undefined
    expect((await importRun()).cycle.state).toBe('succeeded')
    expect(await live()).toBe(10)
  })

  it('when the answer is empty and the source does not explain every object', async () => {
    forest.faults.empty = true
    forest.remove(people[0] ?? '')
    const { run } = await importRun()
    expect(run?.state).toBe('completed-discovery-errors')
    expect(await errorsOf(run?.id)).toEqual(['import.empty_answer'])
    expect(await live()).toBe(11)
    forest.faults.empty = false
    await importRun()
    expect(await live()).toBe(10)
  })

  it('when one entry could not be read', async () => {
    forest.remove(people[0] ?? '')
    forest.faults.problems = [{ dn: 'CN=bad', code: 'ldap.entry_undecodable', message: 'CN=bad is broken' }]
    const { run } = await importRun()
    expect(run?.state).toBe('completed-discovery-errors')
    expect(await errorsOf(run?.id)).toEqual(['ldap.entry_undecodable'])
    expect(await live()).toBe(11)
    forest.faults.problems = []
    await importRun()
    expect(await live()).toBe(10)
  })

  it('while the source does not know an object or still has it', async () => {
    const [unknown = '', hidden = ''] = people
    forest.faults.hidden = new Set([unknown, hidden])
    forest.faults.located = new Map([[unknown, 'unknown']])
    for (let attempt = 0; attempt < 2; attempt++) {
      const { run } = await importRun()
      expect(run?.state).toBe('completed-warnings')
      expect(await errorsOf(run?.id)).toEqual(['import.missing_unexplained', 'import.missing_unexplained'])
      expect(await live()).toBe(11)
    }
    forest.faults.located = new Map([[unknown, 'deleted']])
    const { run } = await importRun()
    expect(run?.statistics).toMatchObject({ 'stage-delete': 1, errors: 1 })
    expect(await live()).toBe(10)
  })
})

describe('everything is deleted', () => {
  it('when the read is empty and the source says of every object that it is gone', async () => {
    for (const person of [...people, ...forest.objects.keys()]) forest.remove(person)
    const { run } = await importRun()
    expect(run?.state).toBe('success')
    expect(await live()).toBe(0)
    // Placeholders go with the next read.
    await importRun()
    expect((await normalisedState()).filter((line) => !line.startsWith('cloud'))).toEqual([])
  })
})

describe('an entry that the database refuses', () => {
  it('is a problem of its own, and the others arrive', async () => {
    const long = Array.from({ length: 9000 }, (_, index) =>
      String.fromCharCode(0x4e00 + ((index * 7919) % 20000)),
    )
    const bad = addUser(forest, 'bad', { rdn: `CN=${long.join('')}` })
    addUser(forest, 'good')
    const { cycle, run } = await importRun()
    expect(cycle.state).toBe('warnings')
    expect(await errorsOf(run?.id)).toEqual(['import.refused_by_database'])
    expect(await live()).toBe(12)
    forest.get(bad).rdn = 'CN=bad'
    expect((await importRun()).cycle.state).toBe('succeeded')
    expect(await live()).toBe(13)
  })
})

describe('a repeated read', () => {
  it('counts every object once', async () => {
    const id = await installation.start()
    addUser(forest, 'new')
    forest.faults.breaksAfterPages = 2
    const stopping = new AbortController()
    // The worker stops in the middle of the read: the run goes on in the next slice.
    const open: TestInstallation['open'] = async (...from) => {
      const connector = await installation.open(...from)
      return {
        ...connector,
        async *readAll(scope, signal) {
          for await (const page of connector.readAll(scope, signal)) {
            yield page
            stopping.abort(new Error('the worker stops'))
          }
        },
      }
    }
    await installation.work(id, { open, signal: stopping.signal })
    forest.faults.breaksAfterPages = undefined
    await installation.work(id)
    const { rows } = await pool().query(
      `select attempt, statistics from run where cycle_id = $1 and profile = 'full-import'`,
      [id],
    )
    expect(rows).toEqual([{ attempt: 2, statistics: { 'stage-add': 1, 'stage-no-change': 11 } }])
  })
})
