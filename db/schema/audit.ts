import { sql } from 'drizzle-orm'
import { bigint, check, customType, index, jsonb, pgTable, text, timestamp } from 'drizzle-orm/pg-core'

const at = (name: string) => timestamp(name, { withTimezone: true })
const bytes = customType<{ data: Buffer }>({ dataType: () => 'bytea' })

/** Who changed or was refused what. Triggers refuse update, delete and truncate. */
export const auditEntry = pgTable(
  'audit_entry',
  {
    id: bigint('id', { mode: 'bigint' }).primaryKey().generatedAlwaysAsIdentity(),
    at: at('at').notNull().defaultNow(),
    actorKind: text('actor_kind').notNull(),
    actorId: text('actor_id'),
    actorName: text('actor_name'),
    action: text('action').notNull(),
    category: text('category').notNull(),
    outcome: text('outcome').notNull(),
    targetType: text('target_type').notNull(),
    targetId: text('target_id').notNull(),
    targetName: text('target_name').notNull(),
    before: jsonb('before'),
    after: jsonb('after'),
    reason: text('reason'),
    correlationId: text('correlation_id').notNull(),
    ip: text('ip'),
  },
  (table) => [
    index('audit_entry_action').on(table.action, table.id),
    index('audit_entry_category').on(table.category, table.id),
    index('audit_entry_actor').on(table.actorId, table.id),
    index('audit_entry_target').on(table.targetId, table.id),
    check('audit_entry_outcome_known', sql`outcome in ('done', 'refused')`),
    check('audit_entry_actor_known', sql`actor_kind in ('account', 'token', 'system', 'anonymous')`),
  ],
)

/**
 * The chain over committed entries: `mac` covers the entry and the `mac` at the position before. Positions follow the
 * order of sealing, because entries may commit in another order than their ids. As append-only as the entries.
 */
export const auditSeal = pgTable('audit_seal', {
  position: bigint('position', { mode: 'bigint' }).primaryKey(),
  entryId: bigint('entry_id', { mode: 'bigint' })
    .notNull()
    .unique()
    .references(() => auditEntry.id),
  /** HMAC-SHA-256 with a key that is derived from the sealing key and never in the database. */
  mac: bytes('mac').notNull(),
  sealedAt: at('sealed_at').notNull().defaultNow(),
})
