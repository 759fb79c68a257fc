import { sql } from 'drizzle-orm'
import {
  boolean,
  check,
  customType,
  index,
  integer,
  pgTable,
  text,
  timestamp,
  unique,
  uuid,
} from 'drizzle-orm/pg-core'

const at = (name: string) => timestamp(name, { withTimezone: true })
const bytes = customType<{ data: Buffer }>({ dataType: () => 'bytea' })

/** The one organisation of this installation. */
export const organisation = pgTable(
  'organisation',
  {
    only: boolean('only').primaryKey().default(true),
    name: text('name').notNull(),
    /** IANA name, for example `Europe/Zurich`. */
    timeZone: text('time_zone').notNull(),
    createdAt: at('created_at').notNull().defaultNow(),
  },
  () => [check('organisation_single', sql`"only"`)],
)

/** A portal account. Not a directory object. */
export const account = pgTable('account', {
  id: uuid('id').primaryKey(),
  email: text('email').notNull(),
  /** `email` folded, so that one address is one account. */
  emailKey: text('email_key').notNull().unique(),
  name: text('name').notNull(),
  passwordHash: text('password_hash').notNull(),
  disabledAt: at('disabled_at'),
  lastSignInAt: at('last_sign_in_at'),
  createdAt: at('created_at').notNull().defaultNow(),
})

/** A role of an account within a scope. Only the organisation scope can be assigned now; it has no id. */
export const roleAssignment = pgTable(
  'role_assignment',
  {
    id: uuid('id').primaryKey(),
    accountId: uuid('account_id')
      .notNull()
      .references(() => account.id, { onDelete: 'cascade' }),
    role: text('role').notNull(),
    scopeType: text('scope_type').notNull(),
    scopeId: uuid('scope_id'),
    assignedBy: text('assigned_by').notNull(),
    assignedAt: at('assigned_at').notNull().defaultNow(),
  },
  (table) => [
    unique('role_assignment_once')
      .on(table.accountId, table.role, table.scopeType, table.scopeId)
      .nullsNotDistinct(),
    check('role_assignment_scope', sql`scope_type in ('organisation', 'unit', 'connector', 'configuration')`),
    check('role_assignment_scope_id', sql`(scope_type = 'organisation') = (scope_id is null)`),
  ],
)

/** A sign-in. The browser's cookie holds only the id; everything else is looked up here at every request. */
export const session = pgTable(
  'session',
  {
    id: uuid('id').primaryKey(),
    accountId: uuid('account_id')
      .notNull()
      .references(() => account.id, { onDelete: 'cascade' }),
    createdAt: at('created_at').notNull(),
    lastSeenAt: at('last_seen_at').notNull(),
    ip: text('ip'),
    userAgent: text('user_agent'),
    endedAt: at('ended_at'),
  },
  (table) => [index('session_account').on(table.accountId), index('session_created').on(table.createdAt)],
)

/** Wrong attempts per account name, address or the install code; also for names that do not exist. */
export const attemptCounter = pgTable('attempt_counter', {
  key: text('key').primaryKey(),
  failures: integer('failures').notNull(),
  lastFailureAt: at('last_failure_at').notNull(),
  lockedUntil: at('locked_until'),
})

/** The code that first run asks for; renewed at each start until an administrator exists. */
export const installCode = pgTable(
  'install_code',
  {
    only: boolean('only').primaryKey().default(true),
    /** SHA-256 of the code without separators. */
    hash: bytes('hash').notNull(),
    issuedAt: at('issued_at').notNull().defaultNow(),
  },
  () => [check('install_code_single', sql`"only"`)],
)

/** An API token. The token itself is known only to who created it. */
export const apiToken = pgTable('api_token', {
  id: uuid('id').primaryKey(),
  name: text('name').notNull(),
  /** SHA-256 of the whole token. */
  hash: bytes('hash').notNull().unique(),
  role: text('role').notNull(),
  /** The account it belongs to; null when it was made on the command line. Disabling the account disables it. */
  accountId: uuid('account_id').references(() => account.id, { onDelete: 'cascade' }),
  createdBy: text('created_by').notNull(),
  createdAt: at('created_at').notNull(),
  expiresAt: at('expires_at').notNull(),
  lastUsedAt: at('last_used_at'),
  lastUsedIp: text('last_used_ip'),
  revokedAt: at('revoked_at'),
})
