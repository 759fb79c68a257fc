import { sql } from 'drizzle-orm'
import {
  bigint,
  boolean,
  index,
  integer,
  jsonb,
  pgTable,
  text,
  timestamp,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core'

const at = (name: string) => timestamp(name, { withTimezone: true })

/** One imports–syncs–exports sequence. At most one is queued or running. */
export const cycle = pgTable(
  'cycle',
  {
    id: uuid('id').primaryKey(),
    policy: text('policy').notNull(),
    /** Only this connector's imports run; null is every connector. */
    connectorId: uuid('connector_id'),
    state: text('state').notNull(),
    startedBy: text('started_by').notNull(),
    createdAt: at('created_at').notNull().defaultNow(),
    startedAt: at('started_at'),
    finishedAt: at('finished_at'),
    error: jsonb('error'),
  },
  (table) => [
    uniqueIndex('cycle_single').on(sql`(true)`).where(sql`state in ('queued', 'running')`),
    index('cycle_created').on(table.createdAt),
  ],
)

/** One step of a cycle on one connector: the run history's row. `state` uses the reference's status vocabulary. */
export const run = pgTable(
  'run',
  {
    id: uuid('id').primaryKey(),
    cycleId: uuid('cycle_id').notNull(),
    connectorId: uuid('connector_id').notNull(),
    connectorName: text('connector_name').notNull(),
    profile: text('profile').notNull(),
    ordinal: integer('ordinal').notNull(),
    state: text('state').notNull(),
    configurationVersion: integer('configuration_version'),
    attempt: integer('attempt').notNull().default(0),
    startedAt: at('started_at'),
    finishedAt: at('finished_at'),
    statistics: jsonb('statistics').notNull().default({}),
    progress: jsonb('progress').notNull().default({}),
    /** Where an interrupted step goes on; committed with the work it describes. */
    cursor: jsonb('cursor'),
    error: jsonb('error'),
  },
  (table) => [
    uniqueIndex('run_cycle').on(table.cycleId, table.ordinal),
    index('run_started').on(table.startedAt),
  ],
)

/** Which objects a run touched and how, a page at a time: the lists behind each statistic. */
export const runTouched = pgTable(
  'run_touched',
  {
    id: bigint('id', { mode: 'bigint' }).primaryKey().generatedAlwaysAsIdentity(),
    runId: uuid('run_id').notNull(),
    statistic: text('statistic').notNull(),
    /** Connector space ids, and the names the objects had then (an object may be gone later). */
    objectIds: uuid('object_ids').array().notNull(),
    names: text('names').array().notNull(),
  },
  (table) => [index('run_touched_statistic').on(table.runId, table.statistic, table.id)],
)

/** One object that failed in a run. */
export const runError = pgTable(
  'run_error',
  {
    id: bigint('id', { mode: 'bigint' }).primaryKey().generatedAlwaysAsIdentity(),
    runId: uuid('run_id').notNull(),
    csId: uuid('cs_id'),
    name: text('name').notNull(),
    code: text('code').notNull(),
    error: jsonb('error').notNull(),
  },
  (table) => [index('run_error_run').on(table.runId, table.id)],
)

/** Who may write for a connector. `fencing` grows with each holder; commits of an older holder are refused. */
export const lease = pgTable('lease', {
  resource: text('resource').primaryKey(),
  fencing: bigint('fencing', { mode: 'number' }).notNull(),
  holder: text('holder').notNull(),
  expiresAt: at('expires_at').notNull(),
})

/** What a full read saw, per attempt; made unlogged by the migration and emptied when the run ends. */
export const runSeen = pgTable(
  'run_seen',
  { runId: uuid('run_id').notNull(), attempt: integer('attempt').notNull(), csId: uuid('cs_id').notNull() },
  (table) => [index('run_seen_run').on(table.runId, table.attempt, table.csId)],
)

/** An approval of exactly one set of guarded changes; used once. */
export const exportApproval = pgTable('export_approval', {
  id: uuid('id').primaryKey(),
  connectorId: uuid('connector_id').notNull(),
  setHash: text('set_hash').notNull(),
  deletes: integer('deletes').notNull(),
  disables: integer('disables').notNull(),
  approvedBy: text('approved_by').notNull(),
  approvedAt: at('approved_at').notNull().defaultNow(),
  usedAt: at('used_at'),
})

/** Switches of operation (staging …): rows, not configuration. */
export const operationSwitch = pgTable('operation_switch', {
  name: text('name').primaryKey(),
  on: boolean('on').notNull(),
  changedBy: text('changed_by').notNull(),
  changedAt: at('changed_at').notNull().defaultNow(),
})
