import { index, integer, pgTable, text, timestamp, uuid } from 'drizzle-orm/pg-core'

/** One row per running worker process; it renews `seen_at` every few seconds and deletes its row when it stops. */
export const workerHeartbeat = pgTable(
  'worker_heartbeat',
  {
    id: uuid().primaryKey(),
    host: text().notNull(),
    pid: integer().notNull(),
    version: text().notNull(),
    startedAt: timestamp('started_at', { withTimezone: true }).notNull().defaultNow(),
    seenAt: timestamp('seen_at', { withTimezone: true }).notNull().defaultNow(),
  },
  (table) => [index('worker_heartbeat_seen_at').on(table.seenAt)],
)
