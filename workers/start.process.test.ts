import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readdirSync, readFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import pg from 'pg'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { freePort } from '../db/embedded/free-port.ts'

const START = fileURLToPath(new URL('./start.ts', import.meta.url))

type Run = {
  readonly process: ChildProcess
  readonly output: () => string
  readonly exited: Promise<number | null>
}

let directory: string
let dataDirectory: string
let port: number
const runs: Run[] = []

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'lockstep-start-'))
  dataDirectory = join(directory, 'data')
  port = await freePort()
})

afterEach(async () => {
  for (const run of runs.splice(0)) {
    run.process.kill('SIGKILL')
    await run.exited
  }
  await until(() => leftOver().length === 0)
})

afterAll(() => rm(directory, { recursive: true, force: true }))

describe('npm start', () => {
  it('serves, refuses a second start on the same data, and leaves nothing after Ctrl-C', async () => {
    const first = start({
      LOCKSTEP_ADMIN_EMAIL: 'first@example.com',
      LOCKSTEP_ADMIN_PASSWORD: 'correct horse battery',
    })
    await ready(first)
    expect(await (await get('healthz')).json()).toEqual({ status: 'ok' })
    expect(await (await get('readyz')).json()).toEqual({ status: 'ready' })

    const second = start()
    expect(await second.exited).toBe(1)
    expect(second.output()).toContain(`(process ${first.process.pid}, http://localhost:${port})`)
    expect((await get('readyz')).status).toBe(200)

    const samePort = start({ LOCKSTEP_DATA_DIR: join(directory, 'other') })
    expect(await samePort.exited).toBe(1)
    expect(samePort.output()).toContain(`PORT=${port}: another program already listens`)

    for (const pid of leftOver().filter((candidate) => candidate !== first.process.pid)) {
      expect(environmentOf(pid)).not.toContain('LOCKSTEP_ADMIN_')
    }

    interruptGroup(first)
    expect(await first.exited).toBe(0)
    expect(leftOver()).toEqual([])
  })

  it('restarts a worker and a portal that were killed, and stops at SIGTERM with status 0', async () => {
    const run = start()
    await ready(run)
    process.kill(pidOf('workers/main.ts'), 'SIGKILL')
    process.kill(pidOf('next'), 'SIGKILL')
    await until(
      () =>
        run.output().includes('The worker runs again.') && run.output().includes('The portal runs again.'),
    )
    expect((await get('readyz')).status).toBe(200)
    run.process.kill('SIGTERM')
    expect(await run.exited).toBe(0)
    expect(leftOver()).toEqual([])
  })

  it('keeps committed data when the supervisor is killed, and nothing outlives it', async () => {
    const killed = start()
    await ready(killed)
    await query('create table kept as select 42 as answer')
    killed.process.kill('SIGKILL')
    await until(() => leftOver().length === 0)

    const again = start()
    await ready(again)
    expect(await query('select answer from kept')).toEqual([{ answer: 42 }])
  })

  it('stops everything and says so when PostgreSQL is lost', async () => {
    const run = start()
    await ready(run)
    process.kill(pidOf('bin/postgres'), 'SIGKILL')
    expect(await run.exited).toBe(1)
    expect(run.output()).toContain('The embedded PostgreSQL ended unexpectedly')
    await until(() => leftOver().length === 0)
  })

  it('refuses a wrong environment before anything is started', async () => {
    const run = start({ PORT: 'eighty', LOCKSTEP_HOST: '0.0.0.0' })
    expect(await run.exited).toBe(1)
    expect(run.output()).toContain('PORT: "eighty" is not usable')
    expect(run.output()).toContain('LOCKSTEP_URL: missing')
  })
})

function start(environment: Record<string, string> = {}): Run {
  const child = spawn(process.execPath, [START], {
    // A group of its own, as a shell would make, so that a test can press Ctrl-C.
    detached: true,
    env: {
      PATH: process.env.PATH,
      NODE_ENV: 'production',
      PORT: String(port),
      LOCKSTEP_DATA_DIR: dataDirectory,
      LOCKSTEP_SAMPLE: 'off',
      ...environment,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let output = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      output += text
    })
  }
  // `close` and not `exit`: all output is there.
  const run = { process: child, output: () => output, exited: once(child, 'close').then(([code]) => code) }
  runs.push(run)
  return run
}

async function ready(run: Run): Promise<void> {
  const ended = run.exited.then(() =>
    Promise.reject(new Error(`It ended before it was ready:\n${run.output()}`)),
  )
  await Promise.race([until(() => run.output().includes('Lockstep is ready')), ended])
  ended.catch(() => undefined)
}

function get(path: string): Promise<Response> {
  return fetch(`http://127.0.0.1:${port}/${path}`)
}

function interruptGroup(run: Run): void {
  process.kill(-(run.process.pid ?? Number.NaN), 'SIGINT')
}

/** Processes that were given the data directory, by environment or command line. */
function leftOver(): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => `${read(pid, 'cmdline')}\0${environmentOf(pid)}`.includes(dataDirectory))
}

function pidOf(program: string): number {
  const pid = leftOver().find((candidate) => {
    const [name = '', ...options] = read(candidate, 'cmdline').split('\0')
    return name.startsWith(program) || [name, ...options].some((option) => option.endsWith(program))
  })
  if (pid === undefined) throw new Error(`${program} does not run`)
  return pid
}

function environmentOf(pid: number): string {
  return read(pid, 'environ')
}

function read(pid: number, file: string): string {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'utf8')
  } catch {
    return ''
  }
}

async function query(statement: string): Promise<unknown[]> {
  const environment = environmentOf(pidOf('workers/main.ts')).split('\0')
  const url = environment.find((entry) => entry.startsWith('DATABASE_URL='))?.slice('DATABASE_URL='.length)
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    return (await client.query(statement)).rows
  } finally {
    await client.end()
  }
}

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setTimeout(resolve, 50))
}
