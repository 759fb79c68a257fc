import { sql } from 'drizzle-orm'
import { boolean, check, customType, pgTable, timestamp, uuid } from 'drizzle-orm/pg-core'

const at = (name: string) => timestamp(name, { withTimezone: true })
const bytes = customType<{ data: Buffer }>({ dataType: () => 'bytea' })

/** Which sealing key belongs to this database. The key itself is a file outside it. */
export const sealingKey = pgTable(
  'sealing_key',
  {
    only: boolean('only').primaryKey().default(true),
    /** Derived from the key by HKDF; says nothing about it. */
    fingerprint: bytes('fingerprint').notNull(),
    createdAt: at('created_at').notNull().defaultNow(),
  },
  () => [check('sealing_key_single', sql`"only"`)],
)

/** A write-only value, readable only with the sealing key and the exact settings it was entered for. */
export const secret = pgTable('secret', {
  id: uuid('id').primaryKey(),
  envelope: bytes('envelope').notNull(),
  createdAt: at('created_at').notNull().defaultNow(),
  /** Set for values that are needed only for one call; they are removed then. */
  expiresAt: at('expires_at'),
})
