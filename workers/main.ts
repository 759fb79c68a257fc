import { randomUUID } from 'node:crypto'
import { hostname } from 'node:os'
import { PgBoss } from 'pg-boss'
import { closePool, pool } from '../db/client.ts'
import { appliedMigration, SHIPPED_MIGRATION } from '../db/version.ts'
import { sealAudit } from '../server/audit/seal.ts'
import { config } from '../server/config.ts'
import { AppError } from '../server/errors.ts'
import { JOBS, type JobName, jobNames, stopEnqueuing } from '../server/jobs.ts'
import { log } from '../server/log.ts'
import { resumeCycles } from '../server/sync/resume-cycles.ts'
import { beat, HEARTBEAT_INTERVAL_MS, leave, type WorkerIdentity } from '../server/system/heartbeat.ts'
import { HANDLERS } from './jobs/index.ts'
import { applySchedule } from './schedule.ts'

const STOP_LIMIT_MS = 10_000
/** How soon a cycle goes on whose worker died. */
const RESUME_INTERVAL_MS = 2_000
/** The audit page promises that entries are chained within seconds. */
const SEAL_INTERVAL_MS = 2_000

/** New jobs are announced; a job whose worker died is not, and without this would wait for pg-boss's 30 s. */
const POLLING = { pollingIntervalSeconds: 2, notifyPollingIntervalSeconds: 2 } as const

const worker: WorkerIdentity = { id: randomUUID(), host: hostname(), pid: process.pid }
const stopping = new AbortController()

// Without its supervisor the embedded database is going away too. Nothing is lost: every job resumes.
process.on('disconnect', () => process.exit(1))

await refuseOtherSchema()
const boss = await startBoss()
await beat(pool(), worker)
const pulse = setInterval(() => {
  beat(pool(), worker).catch((error: unknown) => log.warn({ err: error }, 'heartbeat failed'))
}, HEARTBEAT_INTERVAL_MS)
const sealing = setInterval(() => {
  sealAudit(pool()).catch((error: unknown) => log.warn({ err: error }, 'sealing the audit log failed'))
}, SEAL_INTERVAL_MS)
for (const name of jobNames()) await work(name)
const resumption = setInterval(resume, RESUME_INTERVAL_MS)
resume()
await applySchedule(boss)
process.once('SIGTERM', stop)
process.once('SIGINT', stop)
process.send?.('ready')

async function refuseOtherSchema(): Promise<void> {
  const { databaseUrl } = config()
  if (!databaseUrl) {
    throw new AppError(
      'unavailable',
      'worker.no_database',
      'DATABASE_URL is not set: a worker alone needs it.',
    )
  }
  if ((await appliedMigration(pool())) === SHIPPED_MIGRATION) return
  throw new AppError(
    'unavailable',
    'worker.schema_mismatch',
    'The database is not at the schema of this version: start the same version everywhere, with "npm run worker".',
  )
}

async function startBoss(): Promise<PgBoss> {
  const started = new PgBoss({
    connectionString: config().databaseUrl,
    application_name: 'lockstep queue',
    max: 4,
    useListenNotify: true,
    // A job whose worker died is found after its heartbeat limit plus this.
    superviseIntervalSeconds: 5,
    monitorIntervalSeconds: 5,
  })
  started.on('error', (error) => log.error({ err: error }, 'job queue'))
  started.on('warning', (warning) => log.warn({ warning }, 'job queue'))
  return started.start()
}

async function work<Name extends JobName>(name: Name): Promise<void> {
  await boss.work(name, POLLING, async (jobs) => {
    for (const job of jobs) {
      const signal = AbortSignal.any([stopping.signal, job.signal])
      await HANDLERS[name](JOBS[name].payload.parse(job.data), { signal })
    }
  })
}

function resume(): void {
  resumeCycles(pool()).catch((error: unknown) => log.warn({ err: error }, 'cycles could not be resumed'))
}

async function stop(): Promise<void> {
  setTimeout(() => process.exit(1), STOP_LIMIT_MS + 2_000).unref()
  clearInterval(pulse)
  clearInterval(resumption)
  clearInterval(sealing)
  stopping.abort()
  try {
    await boss.stop({ graceful: true, timeout: STOP_LIMIT_MS })
    await stopEnqueuing()
    await leave(pool(), worker)
    await closePool()
  } catch (error) {
    log.warn({ err: error }, 'the database went away before the worker had left it')
  }
  process.exit(0)
}
