import { integer, jsonb, pgTable, text, timestamp } from 'drizzle-orm/pg-core'

/** Every configuration there ever was; the highest number is active. Documents never change. */
export const configurationVersion = pgTable('configuration_version', {
  number: integer('number').primaryKey(),
  document: jsonb('document').notNull(),
  /** SHA-256 of the canonical document (RFC 8785), lower-case hex. */
  hash: text('hash').notNull(),
  author: text('author').notNull(),
  reason: text('reason').notNull(),
  createdAt: timestamp('created_at', { withTimezone: true }).notNull().defaultNow(),
})
