import { resolve } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import pg from 'pg'
import { type Binaries, embeddedBinaries } from './embedded/binaries.ts'
import { stopEarlierServer } from './embedded/earlier-run.ts'
import { freePort } from './embedded/free-port.ts'
import { initialiseCluster, SUPERUSER } from './embedded/initialise.ts'
import { type Postmaster, startPostmaster } from './embedded/postmaster.ts'
import { choosePrivileges } from './embedded/privileges.ts'

/** For loads of whole directories on a server that nobody replicates from; nothing here weakens what a commit means. */
const BULK_SETTINGS = [
  ['-c', 'shared_buffers=256MB'],
  ['-c', 'max_wal_size=2GB'],
  ['-c', 'wal_level=minimal'],
  ['-c', 'max_wal_senders=0'],
].flat()

const READY_LIMIT_MS = 60_000
const ADDRESS = '127.0.0.1'

/** A running PostgreSQL that belongs to this process: it stops when the process ends, in whatever way. */
export type EmbeddedPostgres = {
  /** Connection string of the asked-for database, with a port that differs at each start. */
  readonly url: string
  /** Settles with the last log lines when the server is gone, asked for or not. */
  readonly exited: Promise<string>
  readonly stop: () => Promise<void>
}

export type EmbeddedOptions = {
  /** Holds `postgres-<major>` (the data) and `postgres-<major>.password`. The caller must be its only user. */
  readonly dataDirectory: string
  /** Created when missing. Default `lockstep`. */
  readonly database?: string
  /** Default: those that npm installed. */
  readonly binaries?: Binaries
}

/**
 * Starts PostgreSQL on a loopback port, as root or as an ordinary user, and resolves once a connection works.
 * Recovers from a crash or a `kill -9` of an earlier run. Throws an Error that names cause and fix.
 */
export async function startEmbeddedPostgres(options: EmbeddedOptions): Promise<EmbeddedPostgres> {
  const binaries = options.binaries ?? (await embeddedBinaries())
  const privileges = await choosePrivileges()
  const directory = resolve(options.dataDirectory, `postgres-${binaries.major}`)
  const password = await initialiseCluster(directory, binaries, privileges)
  await stopEarlierServer(directory)
  const command = [...privileges.prefix, binaries.postgres, '-D', directory]
  const { postmaster, port } = await startUntilReady(command, password)
  const url = (database: string) => `postgresql://${SUPERUSER}:${password}@${ADDRESS}:${port}/${database}`
  const database = options.database ?? 'lockstep'
  await createDatabase(url('postgres'), database)
  return {
    url: url(database),
    exited: postmaster.exited.then(() => postmaster.log()),
    stop: () => postmaster.stop(),
  }
}

async function startUntilReady(
  command: readonly string[],
  password: string,
): Promise<{ postmaster: Postmaster; port: number }> {
  const deadline = Date.now() + READY_LIMIT_MS
  for (;;) {
    const port = await freePort()
    const postmaster = startPostmaster([
      ...command,
      ...['-p', String(port)],
      ...['-c', `listen_addresses=${ADDRESS}`, '-c', 'unix_socket_directories=', '-c', 'timezone=UTC'],
      ...BULK_SETTINGS,
    ])
    const log = await readyOrGone(postmaster, port, password, deadline)
    if (log === undefined) return { postmaster, port }
    if (!isTransient(log) || Date.now() > deadline) throw new Error(`PostgreSQL did not start:\n${log}`)
    await delay(500)
  }
}

/** Undefined once a connection works, the server's log when it ended instead. */
async function readyOrGone(
  postmaster: Postmaster,
  port: number,
  password: string,
  deadline: number,
): Promise<string | undefined> {
  let gone = false
  const exited = postmaster.exited.then(() => {
    gone = true
  })
  while (!gone) {
    const failure = await tryConnection(port, password)
    if (failure === undefined) return undefined
    if (isRefusal(failure) || Date.now() > deadline) {
      await postmaster.stop()
      throw new Error(`PostgreSQL started but cannot be used: ${failure.message}`)
    }
    await Promise.race([exited, delay(50)])
  }
  return postmaster.log()
}

async function tryConnection(port: number, password: string): Promise<pg.DatabaseError | Error | undefined> {
  const client = new pg.Client({ host: ADDRESS, port, user: SUPERUSER, password, database: 'postgres' })
  try {
    await client.connect()
    await client.end()
    return undefined
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error))
  }
}

// Class 28: the password file and the data do not belong together; waiting does not help.
function isRefusal(error: Error): boolean {
  return error instanceof pg.DatabaseError && error.code?.startsWith('28') === true
}

// After a kill the old backends need seconds to die; a port can be taken between asking for it and using it.
function isTransient(log: string): boolean {
  return /shared memory block .* is still in use|lock file "postmaster.pid" already exists|could not bind/.test(
    log,
  )
}

async function createDatabase(url: string, name: string): Promise<void> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    const { rowCount } = await client.query('select 1 from pg_database where datname = $1', [name])
    if (rowCount === 0) await client.query(`create database ${client.escapeIdentifier(name)}`)
  } finally {
    await client.end()
  }
}
