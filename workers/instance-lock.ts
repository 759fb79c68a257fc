import { createHash } from 'node:crypto'
import { mkdir, realpath } from 'node:fs/promises'
import { connect, createServer, type Server } from 'node:net'
import { AppError } from '../server/errors.ts'

/** What a running Lockstep tells a second one. */
type Holder = { readonly pid: number; readonly url: string }

/**
 * Takes the data directory (made 0700 when missing) for this process, until it ends. Throws `start.already_running`,
 * naming the other process, when it is taken.
 *
 * The lock is an abstract socket, which the kernel frees with its process: nothing stale can stay behind, and two
 * starts at the same moment cannot both win. Other systems than Linux have none; there PostgreSQL's own lock on its
 * data directory is the only one.
 */
export async function lockDataDirectory(dataDirectory: string, url: string): Promise<void> {
  await mkdir(dataDirectory, { recursive: true, mode: 0o700 }).catch((cause: NodeJS.ErrnoException) => {
    throw new AppError(
      'unavailable',
      'start.data_directory',
      `The data directory ${dataDirectory} cannot be used (${cause.code}): set LOCKSTEP_DATA_DIR to a directory that this user may write.`,
      { cause },
    )
  })
  if (process.platform !== 'linux') return
  const name = createHash('sha256')
    .update(await realpath(dataDirectory))
    .digest('hex')
  const address = `\0lockstep-${name}`
  const holder: Holder = { pid: process.pid, url }
  if (await listens(address, holder)) return
  throw alreadyRunning(dataDirectory, await askHolder(address))
}

async function listens(address: string, holder: Holder): Promise<boolean> {
  const server: Server = createServer((socket) => {
    socket.on('error', () => undefined)
    socket.end(JSON.stringify(holder))
  })
  server.unref()
  return new Promise((resolve, reject) => {
    server.once('listening', () => resolve(true))
    server.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EADDRINUSE') resolve(false)
      else reject(error)
    })
    server.listen(address)
  })
}

async function askHolder(address: string): Promise<Holder | undefined> {
  return new Promise((resolve) => {
    let text = ''
    const socket = connect(address)
    socket.setTimeout(2_000, () => socket.destroy())
    socket.on('data', (chunk) => {
      text += chunk
    })
    socket.on('error', () => undefined)
    socket.on('close', () => resolve(text === '' ? undefined : JSON.parse(text)))
  })
}

function alreadyRunning(dataDirectory: string, holder: Holder | undefined): AppError {
  const who = holder ? `process ${holder.pid}, ${holder.url}` : 'its process does not answer'
  const stop = holder ? `stop it first (kill ${holder.pid})` : 'stop it first'
  return new AppError(
    'conflict',
    'start.already_running',
    `Lockstep already runs on the data directory ${dataDirectory} (${who}). ` +
      `Use that one, ${stop}, or set LOCKSTEP_DATA_DIR and PORT to run a second installation.`,
  )
}
