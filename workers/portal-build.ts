import { once } from 'node:events'
import { readdir, rm, stat, utimes, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { AppError } from '../server/errors.ts'
import { machineEnvironment } from './child-environment.ts'
import { forkNext, PROJECT } from './next-process.ts'

const SOURCES = [
  'app',
  'server',
  'db',
  'public',
  'proxy.ts',
  'next.config.mjs',
  'postcss.config.mjs',
  'tsconfig.json',
  'package-lock.json',
]

/** Written after a build that succeeded, with the time it began: a build that was interrupted is none. */
const MARKER = join(PROJECT, '.next', 'complete')

/** Builds the portal unless the last complete build is newer than every source. Progress goes to `say`. */
export async function ensurePortalBuild(say: (line: string) => void): Promise<void> {
  if (await isFresh()) return
  const began = new Date()
  say('Building the portal; this happens once per version and takes about half a minute.')
  const progress = setInterval(() => say(`  still building (${seconds(began)} s)`), 5_000)
  try {
    await rm(MARKER, { force: true })
    await runBuild()
  } finally {
    clearInterval(progress)
  }
  await writeFile(MARKER, '')
  await utimes(MARKER, began, began)
  say(`The portal is built (${seconds(began)} s).`)
}

async function isFresh(): Promise<boolean> {
  const built = await modified(MARKER)
  if (built === undefined || (await modified(join(PROJECT, '.next', 'BUILD_ID'))) === undefined) return false
  const newest = await Promise.all(SOURCES.map((source) => newestChange(join(PROJECT, source))))
  return newest.every((change) => change < built)
}

async function newestChange(path: string): Promise<number> {
  const own = (await modified(path)) ?? 0
  const entries = await readdir(path, { recursive: true, withFileTypes: true }).catch(() => [])
  const changes = await Promise.all(entries.map((entry) => modified(join(entry.parentPath, entry.name))))
  return Math.max(own, ...changes.map((change) => change ?? 0))
}

async function modified(path: string): Promise<number | undefined> {
  return stat(path).then(
    (entry) => entry.mtimeMs,
    () => undefined,
  )
}

async function runBuild(): Promise<void> {
  const child = forkNext(['build'], machineEnvironment(false), ['ignore', 'pipe', 'pipe', 'ipc'])
  let output = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (text: string) => {
      output += text
    })
  }
  const [code] = await once(child, 'exit')
  if (code === 0) return
  throw new AppError('internal', 'start.build_failed', `The portal could not be built:\n${output.trim()}`)
}

function seconds(since: Date): number {
  return Math.round((Date.now() - since.getTime()) / 1000)
}
