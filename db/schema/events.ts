import { bigint, index, pgTable, text, timestamp } from 'drizzle-orm/pg-core'

/** What changed, for open browsers: names of query keys, never values. Kept for an hour. */
export const event = pgTable(
  'event',
  {
    id: bigint('id', { mode: 'bigint' }).primaryKey().generatedAlwaysAsIdentity(),
    at: timestamp('at', { withTimezone: true }).notNull().defaultNow(),
    keys: text('keys').array().notNull(),
    permission: text('permission').notNull(),
  },
  (table) => [index('event_at').on(table.at)],
)
