import { fork } from 'node:child_process'
import { once } from 'node:events'
import { beforeAll, describe, expect, it } from 'vitest'
import { pool, transaction } from '../../db/client.ts'
import type { MemoryDirectory } from '../connectors/memory/directory.ts'
import { makeForest } from './fixtures/changing-forest.ts'
import { normalisedState } from './fixtures/cloud-state.ts'
import { createInstallation, type TestInstallation } from './fixtures/installation.ts'
import { renewLease, takeLease } from './lease.ts'

let installation: TestInstallation
let forest: MemoryDirectory

beforeAll(async () => {
  await begin()
  return () => installation.drop()
})

const SIZE = 60
let connectorId: string

/** A new installation; the forest is the same each time. */
async function begin(size = SIZE): Promise<void> {
  await installation?.drop()
  installation = await createInstallation()
  forest = makeForest(size, false)
  connectorId = await installation.connect(forest, 'Memory')
}

/** What a week of changes looks like. */
function change(): void {
  const changed = makeForest(SIZE, true)
  forest.objects.clear()
  for (const object of changed.objects.values()) forest.put(object)
}

/** Row versions of everything a cycle writes, to see that nothing is written twice. */
async function versions(): Promise<Set<string>> {
  const { rows } = await pool().query<{ version: string }>(
    `select 'directory ' || id || ' ' || xmin as version from directory_object
     union all select 'edge ' || source_id || attribute || target_id || ' ' || xmin from directory_edge
     union all select 'mv ' || id || ' ' || xmin from mv_object`,
  )
  return new Set(rows.map((row) => row.version))
}

/** Works on a cycle with workers that die later and later; a read starts again each time. */
async function runKilling(first: number): Promise<number> {
  const id = await installation.start('delta')
  let deaths = 0
  for (let commits = first; await installation.dieAfterCommit(id, commits); commits++) deaths++
  const { rows } = await pool().query<{ state: string }>('select state from cycle where id = $1', [id])
  expect(rows).toEqual([{ state: 'succeeded' }])
  return deaths
}

describe('a worker that dies again and again', () => {
  it('loses nothing and doubles nothing: first cycle, changes, and a cycle without changes', async () => {
    const expected: (readonly string[])[] = []
    for (const step of [() => {}, change, () => {}]) {
      step()
      await installation.cycle('delta')
      expected.push(await normalisedState())
    }
    for (const first of [1, 3, 5]) {
      await begin()
      for (const [index, step] of [() => {}, change, () => {}].entries()) {
        step()
        expect(await runKilling(first)).toBeGreaterThan(2)
        expect(await normalisedState()).toEqual(expected[index])
      }
    }
  })

  it('counts every object once in the statistics of its runs', async () => {
    await begin()
    await installation.cycle('delta')
    const plain = await statistics()
    await begin()
    await runKilling(1)
    expect(await statistics()).toEqual(plain)
  })

  it('does not write again what was committed before', async () => {
    await begin()
    await installation.cycle('delta')
    change()
    const id = await installation.start('delta')
    let previous = await versions()
    const written = new Map<string, number>()
    for (let commits = 1; await installation.dieAfterCommit(id, commits); commits++) {
      const now = await versions()
      for (const version of now.difference(previous)) {
        const row = version.replace(/ \d+$/, '')
        if (row.startsWith('directory')) written.set(row, (written.get(row) ?? 0) + 1)
      }
      previous = now
    }
    expect([...written].filter(([, times]) => times > 1)).toEqual([])
    expect(written.size).toBeGreaterThan(20)
  })
})

describe('a worker process that is killed again and again', () => {
  const LARGE = 1500

  /** Everything the cycle's runs have committed so far. */
  async function progress(cycleId: string): Promise<string> {
    const { rows } = await pool().query(
      'select state, attempt, progress, cursor from run where cycle_id = $1 order by ordinal',
      [cycleId],
    )
    return JSON.stringify(rows)
  }

  /** Starts a worker for the cycle and kills it after some commits; false when it had finished before. */
  async function kill(cycleId: string, commits: number): Promise<boolean> {
    const script = new URL('./fixtures/worker-process.ts', import.meta.url).pathname
    const child = fork(script, [connectorId, cycleId, String(LARGE), 'plain'], { execArgv: [] })
    const exited = once(child, 'exit')
    let seen = await progress(cycleId)
    for (let left = commits; left > 0 && child.exitCode === null; ) {
      const now = await progress(cycleId)
      if (now !== seen) left--
      seen = now
    }
    child.kill('SIGKILL')
    const [, signal] = await exited
    await pool().query('update lease set expires_at = now() where holder = $1', [`process ${child.pid}`])
    return signal === 'SIGKILL'
  }

  it('ends in the state of an uninterrupted cycle', { timeout: 120_000 }, async () => {
    await begin(LARGE)
    await installation.cycle('full')
    const expected = await normalisedState()
    await begin(LARGE)
    const id = await installation.start('full')
    let kills = 0
    while (kills < 10 && (await kill(id, kills + 1))) kills++
    expect(kills).toBeGreaterThanOrEqual(3)
    await installation.work(id)
    const { rows } = await pool().query('select state from cycle where id = $1', [id])
    expect(rows).toEqual([{ state: 'succeeded' }])
    expect(await normalisedState()).toEqual(expected)
  })
})

async function statistics() {
  const { rows } = await pool().query<{ profile: string; statistics: Record<string, number> }>(
    'select profile, statistics from run order by ordinal',
  )
  const { rows: touched } = await pool().query<{ profile: string; statistic: string; count: number }>(
    `select r.profile, t.statistic, sum(cardinality(t.object_ids))::int as count
     from run_touched t join run r on r.id = t.run_id group by r.id, 1, 2`,
  )
  for (const row of touched)
    expect(
      rows.some((run) => run.profile === row.profile && run.statistics[row.statistic] === row.count),
    ).toBe(true)
  return rows
}

describe('leases', () => {
  it('keep a second worker away and fence the first one off after a take-over', async () => {
    const first = await takeLease(pool(), 'a', 'host 1 x')
    if (!first) throw new Error('the lease is free')
    expect(await takeLease(pool(), 'a', 'host 2 y')).toBeUndefined()
    await pool().query(`update lease set expires_at = now() - interval '1 second' where resource = 'a'`)
    const second = await takeLease(pool(), 'a', 'host 2 y')
    expect(second?.fencing).toBe(first.fencing + 1)
    const late = transaction(async (tx) => {
      await tx.query(`insert into edge_work (mv_id) values (gen_random_uuid())`)
      await renewLease(tx, first)
    })
    await expect(late).rejects.toMatchObject({ code: 'sync.lease_lost' })
    const { rowCount } = await pool().query('select from edge_work')
    expect(rowCount).toBe(0)
  })

  it('let a second worker on the same cycle return at once, and nothing runs twice', async () => {
    await begin()
    const id = await installation.start('delta')
    await Promise.all([installation.work(id), installation.work(id), installation.work(id)])
    await installation.work(id)
    const { rows } = await pool().query('select state, attempt from run where cycle_id = $1', [id])
    expect(rows.every((row) => row.state === 'success' && row.attempt === 1)).toBe(true)
  })
})
