import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { startEmbeddedPostgres } from '../db/embedded.ts'
import { type Config, config } from '../server/config.ts'
import { AppError } from '../server/errors.ts'
import { childEnvironment } from './child-environment.ts'
import { lockDataDirectory } from './instance-lock.ts'
import { forkNext } from './next-process.ts'
import { refuseTakenPort, untilReady } from './portal-address.ts'
import { ensurePortalBuild } from './portal-build.ts'
import type { Prepared } from './prepare.ts'
import { endWithFailure } from './process-failure.ts'
import { type ChildSpec, stopChild, supervise } from './supervise.ts'
import { WORKER_MEMORY } from './worker-memory.ts'

const development = process.argv.includes('--dev')

/** What was started, in that order; it is stopped in the opposite order, so PostgreSQL last. */
const running: { readonly stop: () => Promise<void> }[] = []
let ending = false

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, end)
// A closed terminal or pipe is no reason to fall over; there is only nobody to read.
process.stdout.on('error', () => undefined)
process.stderr.on('error', () => undefined)

await start().catch(fail)

async function start(): Promise<void> {
  const began = Date.now()
  const settings = config()
  await lockDataDirectory(settings.dataDirectory, settings.url)
  await refuseTakenPort(settings)
  const databaseUrl = settings.databaseUrl ?? (await startDatabase(settings))
  const environment = childEnvironment(settings, databaseUrl, development)
  const { installCode } = await prepare(environment, settings)
  if (!development) await ensurePortalBuild(say)
  await startWorker(environment)
  await startPortal(environment, settings)
  say(`Lockstep is ready after ${((Date.now() - began) / 1000).toFixed(1)} s.`)
  say(
    installCode
      ? `Open ${settings.url} and enter this code to set up the first administrator: ${installCode}`
      : `Sign in at ${settings.url}`,
  )
}

async function startDatabase({ dataDirectory }: Config): Promise<string> {
  say('Starting the embedded PostgreSQL.')
  const postgres = await startEmbeddedPostgres({ dataDirectory })
  running.push(postgres)
  postgres.exited.then((log) => {
    fail(
      new Error(
        `The embedded PostgreSQL ended unexpectedly, so everything stops. Its last messages:\n${log}`,
      ),
    )
  })
  return postgres.url
}

/** Migrations, sealing key and first administrator, in a child that ends. */
async function prepare(environment: NodeJS.ProcessEnv, { admin }: Config): Promise<Prepared> {
  say('Preparing the database.')
  const first = admin ? { LOCKSTEP_ADMIN_EMAIL: admin.email, LOCKSTEP_ADMIN_PASSWORD: admin.password } : {}
  const child = forkOwn('./prepare.ts', { ...environment, ...first })
  running.push({ stop: () => stopChild(child) })
  let prepared: Prepared = {}
  child.on('message', (message: Prepared) => {
    prepared = message
  })
  const [code] = await once(child, 'exit')
  if (code === 0) return prepared
  throw new AppError(
    'unavailable',
    'start.prepare_failed',
    'The database could not be prepared; the reason is above.',
  )
}

async function startWorker(environment: NodeJS.ProcessEnv): Promise<void> {
  say('Starting the worker.')
  await superviseUntilReady({
    name: 'worker',
    start: () => forkOwn('./main.ts', environment, WORKER_MEMORY),
    ready: async (child: ChildProcess) => {
      await once(child, 'message')
    },
  })
}

async function startPortal(environment: NodeJS.ProcessEnv, settings: Config): Promise<void> {
  say('Starting the portal.')
  const args = [development ? 'dev' : 'start', '-H', settings.host, '-p', String(settings.port)]
  await superviseUntilReady({
    name: 'portal',
    // On standard output Next.js announces its own address, which is not the one to open.
    start: () =>
      forkNext(args, environment, ['ignore', development ? 'inherit' : 'ignore', 'inherit', 'ipc']),
    ready: () => untilReady(settings),
  })
}

async function superviseUntilReady(spec: ChildSpec): Promise<void> {
  const child = supervise(spec, say)
  running.push(child)
  await child.ready
}

function forkOwn(
  file: string,
  environment: NodeJS.ProcessEnv,
  execArgv: readonly string[] = [],
): ChildProcess {
  // A group of its own: Ctrl-C in a terminal goes to all processes of a group, but stopping has an order.
  return fork(fileURLToPath(new URL(file, import.meta.url)), [], {
    env: environment,
    execArgv: [...execArgv],
    detached: true,
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  })
}

async function stopAll(): Promise<void> {
  for (const process of running.reverse()) await process.stop()
}

/** Ctrl-C, SIGTERM or a closed terminal. A second one ends at once; the children notice and leave by themselves. */
async function end(): Promise<void> {
  if (ending) process.exit(1)
  ending = true
  say('Stopping.')
  await stopAll()
  say('Stopped.')
  process.exit(0)
}

async function fail(error: unknown): Promise<void> {
  // Whatever breaks while everything is being stopped breaks because of that.
  if (ending) return
  ending = true
  await stopAll()
  endWithFailure(error)
}

function say(line: string): void {
  process.stdout.write(`${line}\n`)
}
