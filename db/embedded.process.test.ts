import { readdirSync, readFileSync } from 'node:fs'
import { mkdir, mkdtemp, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startEmbeddedPostgres } from './embedded.ts'

let directory: string

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'lockstep-embedded-'))
})

afterAll(() => rm(directory, { recursive: true, force: true }))

async function query(url: string, statement: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    return (await client.query(statement)).rows
  } finally {
    await client.end()
  }
}

function postmasterPid(dataDirectory: string): number {
  return Number.parseInt(readFileSync(join(dataDirectory, 'postgres-18', 'postmaster.pid'), 'utf8'), 10)
}

describe('startEmbeddedPostgres', () => {
  it('keeps data over restarts, in UTF-8 whatever the locale, and keeps its password to itself', async () => {
    const dataDirectory = join(directory, 'restarts')
    const first = await startEmbeddedPostgres({ dataDirectory })
    await query(first.url, `create table kept as select 'Ærø 東京' as place`)
    expect(await query(first.url, 'show server_encoding')).toEqual([{ server_encoding: 'UTF8' }])
    expect(await query(first.url, 'show fsync')).toEqual([{ fsync: 'on' }])
    await first.stop()

    const second = await startEmbeddedPostgres({ dataDirectory })
    expect(await query(second.url, 'select place from kept')).toEqual([{ place: 'Ærø 東京' }])
    await second.stop()
    const { mode } = await stat(join(dataDirectory, 'postgres-18.password'))
    expect((mode & 0o777).toString(8)).toBe('600')
  })

  it('recovers committed rows after a kill, and says why the server ended', async () => {
    const dataDirectory = join(directory, 'kill')
    const killed = await startEmbeddedPostgres({ dataDirectory })
    await query(killed.url, 'create table kept as select 1 as one')
    process.kill(postmasterPid(dataDirectory), 'SIGKILL')
    expect(await killed.exited).toContain('database system is ready to accept connections')

    const again = await startEmbeddedPostgres({ dataDirectory })
    expect(await query(again.url, 'select one from kept')).toEqual([{ one: 1 }])
    await again.stop()
  })

  it('stops the server of an earlier run first', async () => {
    const dataDirectory = join(directory, 'earlier')
    const earlier = await startEmbeddedPostgres({ dataDirectory })
    const pid = postmasterPid(dataDirectory)
    const next = await startEmbeddedPostgres({ dataDirectory })
    await earlier.exited
    expect(postmasterPid(dataDirectory)).not.toBe(pid)
    expect(await query(next.url, 'select 1 as one')).toEqual([{ one: 1 }])
    await next.stop()
  })

  it('begins again after an interrupted first start', async () => {
    const dataDirectory = join(directory, 'interrupted')
    await mkdir(join(dataDirectory, 'postgres-18.making'), { recursive: true })
    await writeFile(join(dataDirectory, 'postgres-18.making', 'PG_VERSION'), '18\n')
    const postgres = await startEmbeddedPostgres({ dataDirectory })
    await postgres.stop()
    expect(readdirSync(dataDirectory).sort()).toEqual(['postgres-18', 'postgres-18.password'])
  })

  it('refuses a directory that holds something else, and names it', async () => {
    const dataDirectory = join(directory, 'occupied')
    await mkdir(join(dataDirectory, 'postgres-18'), { recursive: true })
    await writeFile(join(dataDirectory, 'postgres-18', 'notes.txt'), 'mine')
    await expect(startEmbeddedPostgres({ dataDirectory })).rejects.toThrow('exists but holds no database')
    expect(readFileSync(join(dataDirectory, 'postgres-18', 'notes.txt'), 'utf8')).toBe('mine')
  })

  it('leaves no process behind', () => {
    const commands = readdirSync('/proc')
      .filter((name) => /^\d+$/.test(name))
      .map((pid) => readCommand(pid))
    expect(commands.filter((command) => command.includes(directory))).toEqual([])
  })
})

/** Empty when the process ended meanwhile. */
function readCommand(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8')
  } catch {
    return ''
  }
}
