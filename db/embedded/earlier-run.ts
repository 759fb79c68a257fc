import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'

const STOP_LIMIT_MS = 60_000

/**
 * Stops a server that an earlier run left on `directory`. Only for a caller that holds the lock of the data
 * directory: any server found there is then nobody's. The guard shell normally leaves none.
 */
export async function stopEarlierServer(directory: string): Promise<void> {
  const pid = await earlierServer(directory)
  if (pid === undefined) return
  process.kill(pid, 'SIGINT')
  const deadline = Date.now() + STOP_LIMIT_MS
  while ((await earlierServer(directory)) === pid) {
    if (Date.now() > deadline) {
      throw new Error(
        `The PostgreSQL of an earlier run (process ${pid}) does not stop: end it with "kill -QUIT ${pid}".`,
      )
    }
    await delay(100)
  }
}

async function earlierServer(directory: string): Promise<number | undefined> {
  const text = await readFile(join(directory, 'postmaster.pid'), 'utf8').catch(() => '')
  const pid = Number.parseInt(text, 10)
  if (!(pid > 1)) return undefined
  // The number may belong to something else by now; the server names its directory on its command line.
  const command = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')
  return command.split('\0').includes(directory) ? pid : undefined
}
