import { sql } from 'drizzle-orm'
import {
  bigint,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  timestamp,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core'
import { keyText } from './connector-space.ts'

const at = (name: string) => timestamp(name, { withTimezone: true })

/**
 * Every rule that ever ran, by a small number: what lineage refers to. A rule belongs to one connector, and one
 * object of a connector at most is linked to a metaverse object, so the number also tells the source object.
 */
export const syncRule = pgTable('sync_rule', {
  number: integer('number').primaryKey().generatedAlwaysAsIdentity(),
  id: text('id').notNull().unique(),
  name: text('name').notNull(),
  connectorId: uuid('connector_id').notNull(),
})

/**
 * Metaverse objects. `lineage` is attribute → rule number; `references` is reference attribute → [rule number,
 * connector space object, its attribute], whose edges are the value.
 */
export const mvObject = pgTable(
  'mv_object',
  {
    id: uuid('id').primaryKey(),
    objectType: text('object_type').notNull(),
    attributes: jsonb('attributes').notNull(),
    references: jsonb('references').notNull().default({}),
    lineage: jsonb('lineage').notNull(),
    /** Immutable key towards the cloud; no two objects may share one. */
    sourceAnchor: keyText('source_anchor'),
    /** Folded display name, the list's order. */
    nameKey: keyText('name_key').notNull().default(''),
    /** Folded names and addresses, for searching. */
    searchText: text('search_text').notNull().default(''),
    createdAt: at('created_at').notNull().defaultNow(),
    updatedAt: at('updated_at').notNull().defaultNow(),
  },
  (table) => [
    uniqueIndex('mv_object_source_anchor').on(table.sourceAnchor).where(sql`source_anchor is not null`),
    index('mv_object_name').on(table.nameKey, table.id),
  ],
)

/** What joins can find: every value of a metaverse attribute that a join rule names, folded. */
export const mvJoinKey = pgTable(
  'mv_join_key',
  {
    attribute: text('attribute').notNull(),
    key: keyText('key').notNull(),
    mvId: uuid('mv_id').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.attribute, table.key, table.mvId] }),
    index('mv_join_key_mv').on(table.mvId),
  ],
)

/**
 * One row per changed object and run. Declared here for its columns; the migration makes it partitioned by month.
 * `kind` is mv (metaverse) or export (a change acknowledged by a target).
 */
export const changeLog = pgTable(
  'change_log',
  {
    id: bigint('id', { mode: 'bigint' }).notNull().generatedAlwaysAsIdentity(),
    at: at('at').notNull().defaultNow(),
    runId: uuid('run_id').notNull(),
    kind: text('kind').notNull(),
    operation: text('operation').notNull(),
    objectId: uuid('object_id').notNull(),
    mvId: uuid('mv_id'),
    connectorId: uuid('connector_id'),
    name: text('name').notNull().default(''),
    /** `before` and `after`: the changed attributes with their values; an add has only `after`, a delete `before`. */
    before: jsonb('before'),
    after: jsonb('after'),
  },
  (table) => [index('change_log_mv').on(table.mvId, table.at), index('change_log_run').on(table.runId)],
)
