import { PgBoss, type Queue } from 'pg-boss'
import { z } from 'zod'
import { pool, type Sql } from '../db/client.ts'
import { log } from './log.ts'

/**
 * How a kind of job is queued. A worker that dies is noticed after `heartbeatSeconds` (pg-boss allows no less than
 * 10); its job then counts as failed and runs again at once, up to `retryLimit` times.
 */
const QUEUE_DEFAULTS = { heartbeatSeconds: 10, retryLimit: 2, notify: true } as const

/** Every kind of job: its payload and, where it differs from the default, its queue. */
const definitions = {
  /**
   * One slice of a synchronization cycle. Never retried by the queue: a cycle that nobody works on is found and
   * queued again, and leases keep two workers from doing the same.
   */
  'sync.cycle': { payload: z.strictObject({ cycleId: z.guid() }), queue: { retryLimit: 0 } },
  /** Forgets run history, changes, uploads and deleted objects whose time of keeping is over. */
  'sync.prune-history': { payload: z.strictObject({}), queue: { policy: 'exclusive' } },
  /** Deletes events that every browser has had. */
  'events.prune': { payload: z.strictObject({}), queue: { policy: 'exclusive' } },
  /** Forgets workers that died long ago. */
  'system.prune-workers': { payload: z.strictObject({}), queue: { policy: 'exclusive' } },
} as const satisfies Record<string, JobDefinition<object>>

type JobDefinition<Payload extends object> = {
  readonly payload: z.ZodType<Payload>
  readonly queue?: Omit<Queue, 'name'>
}

type Payloads = { [Name in keyof typeof definitions]: z.output<(typeof definitions)[Name]['payload']> }

export type JobName = keyof typeof definitions

export type JobPayload<Name extends JobName> = Payloads[Name]

/** The table, typed so that a name and its payload stay together in generic code. */
export const JOBS: { readonly [Name in JobName]: JobDefinition<Payloads[Name]> } = definitions

export type EnqueueOptions = {
  /** Run no earlier than this many seconds from now. Default 0. */
  readonly startAfterSeconds?: number
  /** With a queue policy that knows keys: at most one job per key. */
  readonly singletonKey?: string
}

// `next dev` reloads modules; the sender must survive that, like the pool.
const holder = globalThis as typeof globalThis & { lockstepSender?: Promise<PgBoss> | undefined }

/**
 * Adds a job in the caller's transaction: it exists exactly when the rows that caused it do. False when the queue's
 * policy refused it because an equal job is already there.
 */
export async function enqueue<Name extends JobName>(
  tx: Sql,
  name: Name,
  payload: JobPayload<Name>,
  options: EnqueueOptions = {},
): Promise<boolean> {
  const boss = await sender()
  const id = await boss.send(name, JOBS[name].payload.parse(payload), {
    ...(options.startAfterSeconds === undefined ? {} : { startAfter: options.startAfterSeconds }),
    ...(options.singletonKey === undefined ? {} : { singletonKey: options.singletonKey }),
    db: runOn(tx),
  })
  return id !== null
}

/** Installs or upgrades the queue's schema in the database at `url` and makes this version's queues. Safe to repeat. */
export async function installQueues(url: string): Promise<void> {
  const boss = new PgBoss({ connectionString: url, max: 2, supervise: false, schedule: false })
  boss.on('error', (error) => log.error({ err: error }, 'job queue'))
  await boss.start()
  for (const name of jobNames()) {
    const queue: Omit<Queue, 'name'> = { ...QUEUE_DEFAULTS, ...JOBS[name].queue }
    await boss.createQueue(name, queue)
    const { policy: _policy, partition: _partition, ...changeable } = queue
    await boss.updateQueue(name, changeable)
  }
  await boss.stop({ graceful: false })
}

/** The keys of `JOBS`; TypeScript types Object.keys as plain strings because objects may have more keys than known. */
export function jobNames(): JobName[] {
  return Object.keys(JOBS) as JobName[]
}

/** Stops what `enqueue` started in this process, so that a short-lived one can end. */
export async function stopEnqueuing(): Promise<void> {
  const started = holder.lockstepSender
  holder.lockstepSender = undefined
  await (await started)?.stop({ graceful: false })
}

function sender(): Promise<PgBoss> {
  holder.lockstepSender ??= startSender().catch((error: unknown) => {
    holder.lockstepSender = undefined
    throw error
  })
  return holder.lockstepSender
}

async function startSender(): Promise<PgBoss> {
  const boss = new PgBoss({
    db: { executeSql: (text, values) => runOn(pool()).executeSql(text, values) },
    supervise: false,
    schedule: false,
    migrate: false,
  })
  boss.on('error', (error) => log.error({ err: error }, 'job queue'))
  return boss.start()
}

function runOn(sql: Sql) {
  return { executeSql: (text: string, values?: unknown[]) => sql.query(text, values) }
}
