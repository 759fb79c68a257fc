import { fork } from 'node:child_process'
import { join } from 'node:path'
import { pool } from '../../db/client.ts'
import type { CyclePolicy, RunProfile } from '../../server/sync/start-cycle.ts'
import { WORKER_MEMORY } from '../../workers/worker-memory.ts'
import type { Installation } from './installation.ts'

export type CycleMeasure = {
  /** From the worker's first touch of the cycle until it was finished, the confirming import included. */
  readonly wholeSeconds: number
  /** Until the last export was acknowledged. */
  readonly exportedSeconds: number
  readonly phaseSeconds: Readonly<Partial<Record<RunProfile, number>>>
  /** VmHWM of the process that worked on it. */
  readonly peakMegabytes: number
}

/** Lets a worker's process do a cycle. Throws an Error when a run did not succeed: its time would mean nothing. */
export async function measureCycle(installation: Installation, policy: CyclePolicy): Promise<CycleMeasure> {
  const cycleId = await installation.startCycle(policy)
  const peakMegabytes = await work(installation.url, cycleId)
  const { rows } = await pool().query<{
    profile: RunProfile
    state: string
    error: unknown
    seconds: number
    sinceStart: number
    wholeSeconds: number
  }>(
    `select r.profile, r.state, r.error,
       extract(epoch from r.finished_at - r.started_at)::float8 as seconds,
       extract(epoch from r.finished_at - c.started_at)::float8 as "sinceStart",
       extract(epoch from c.finished_at - c.started_at)::float8 as "wholeSeconds"
     from run r join cycle c on c.id = r.cycle_id where c.id = $1 order by r.ordinal`,
    [cycleId],
  )
  const phaseSeconds: Partial<Record<RunProfile, number>> = {}
  for (const { profile, state, error, seconds } of rows) {
    if (state !== 'success') throw new Error(`The ${profile} ended with ${state}: ${JSON.stringify(error)}`)
    phaseSeconds[profile] = (phaseSeconds[profile] ?? 0) + seconds
  }
  return {
    wholeSeconds: rows[0]?.wholeSeconds ?? 0,
    exportedSeconds: rows.find(({ profile }) => profile === 'export')?.sinceStart ?? 0,
    phaseSeconds,
    peakMegabytes,
  }
}

function work(databaseUrl: string, cycleId: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const child = fork(join(import.meta.dirname, 'cycle-process.ts'), [cycleId], {
      execArgv: [...WORKER_MEMORY],
      env: { ...process.env, DATABASE_URL: databaseUrl },
    })
    let peak: number | undefined
    child.once('message', (message) => {
      peak = peakOf(message)
    })
    child.once('error', reject)
    child.once('exit', (code, signal) => {
      if (peak === undefined) reject(new Error(`The worker's process ended with ${signal ?? code}`))
      else resolve(peak)
    })
  })
}

function peakOf(message: unknown): number | undefined {
  if (typeof message !== 'object' || message === null || !('peakMegabytes' in message)) return undefined
  return Number(message.peakMegabytes)
}
