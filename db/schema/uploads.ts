import { sql } from 'drizzle-orm'
import {
  bigint,
  check,
  customType,
  index,
  integer,
  pgTable,
  primaryKey,
  text,
  timestamp,
  uuid,
} from 'drizzle-orm/pg-core'

const bytea = customType<{ data: Buffer }>({ dataType: () => 'bytea' })

/** `receiving` until the last byte arrived and the content was validated; only `ready` uploads can be opened. */
export const UPLOAD_STATES = ['receiving', 'ready'] as const

/** A file that a person gave to Lockstep, kept in the database so that any worker can read it again. */
export const upload = pgTable(
  'upload',
  {
    id: uuid('id').primaryKey(),
    name: text('name').notNull(),
    state: text('state', { enum: UPLOAD_STATES }).notNull(),
    /** Bytes and lower-case hex digest of the content; null while receiving. */
    sizeBytes: bigint('size_bytes', { mode: 'number' }),
    sha256: text('sha256'),
    /** Id of the actor. */
    createdBy: text('created_by').notNull(),
    createdAt: timestamp('created_at', { withTimezone: true }).notNull().defaultNow(),
  },
  (table) => [
    index('upload_created_at').on(table.createdAt),
    check('upload_state', sql`state in ('receiving', 'ready')`),
    check('upload_ready_is_known', sql`state <> 'ready' or (size_bytes is not null and sha256 is not null)`),
  ],
)

/** The content in pieces of at most 1 MiB, numbered from 0. */
export const uploadChunk = pgTable(
  'upload_chunk',
  {
    uploadId: uuid('upload_id')
      .notNull()
      .references(() => upload.id, { onDelete: 'cascade' }),
    n: integer('n').notNull(),
    bytes: bytea('bytes').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.uploadId, table.n] }),
    check('upload_chunk_size', sql`octet_length(bytes) between 1 and 1048576`),
  ],
)
