import { sql } from 'drizzle-orm'
import {
  bigint,
  boolean,
  check,
  index,
  jsonb,
  pgSequence,
  pgTable,
  primaryKey,
  text,
  timestamp,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core'
import { keyText } from './connector-space.ts'

const at = (name: string) => timestamp(name, { withTimezone: true })
const change = (name: string) => bigint(name, { mode: 'number' })

/** One number per write batch, taken under the directory's lock: committed numbers only grow. */
export const directoryChangeSeq = pgSequence('directory_change_seq')

/** Users, groups and contacts of the cloud directory; soft-deleted ones keep their row. */
export const directoryObject = pgTable(
  'directory_object',
  {
    id: uuid('id').primaryKey(),
    objectType: text('object_type').notNull(),
    /** Base64 text of the anchor's bytes; null for objects that never had one. */
    sourceAnchor: keyText('source_anchor'),
    /** True while a synchronisation maintains it. */
    synced: boolean('synced').notNull(),
    /** Who owns its values: a synchronised object that left scope stays on-premises mastered until it is restored. */
    masteredBy: text('mastered_by').notNull(),
    /** Holds a role or portal access: never taken over by a match. */
    privileged: boolean('privileged').notNull().default(false),
    /** Effective values. */
    attributes: jsonb('attributes').notNull(),
    /** What the writer sent where the effective value differs (shadow values); null: it sent none. */
    written: jsonb('written').notNull().default({}),
    displayNameKey: keyText('display_name_key').notNull(),
    searchText: text('search_text').notNull(),
    createdAt: at('created_at').notNull(),
    updatedAt: at('updated_at').notNull(),
    deletedAt: at('deleted_at'),
    sourceCreatedAt: at('source_created_at'),
    changeSeq: change('change_seq').notNull(),
  },
  (table) => [
    uniqueIndex('directory_object_anchor').on(table.objectType, table.sourceAnchor),
    index('directory_object_list')
      .on(table.objectType, table.displayNameKey, table.id)
      .where(sql`deleted_at is null`),
    index('directory_object_deleted')
      .on(table.objectType, table.displayNameKey, table.id)
      .where(sql`deleted_at is not null`),
    /** The few, so that the many synchronised ones can be counted without being read. */
    index('directory_object_unsynced').on(table.objectType).where(sql`deleted_at is null and not synced`),
    index('directory_object_change').on(table.changeSeq, table.id),
    index('directory_object_search').using('gin', sql`${table.searchText} gin_trgm_ops`),
    check('directory_object_type_known', sql`object_type in ('user', 'group', 'contact')`),
    check('directory_object_master_known', sql`mastered_by in ('cloud', 'on-premises')`),
    check('directory_object_synced_has_anchor', sql`not synced or source_anchor is not null`),
    check('directory_object_deleted_not_synced', sql`not (synced and deleted_at is not null)`),
  ],
)

/** Values that one live object at a time may hold, over all object types; key in case-insensitive form. */
export const directoryUniqueValue = pgTable(
  'directory_unique_value',
  {
    kind: text('kind').notNull(),
    valueKey: keyText('value_key').notNull(),
    objectId: uuid('object_id').notNull(),
  },
  (table) => [primaryKey({ columns: [table.kind, table.valueKey] })],
)

/**
 * References. No foreign keys: every writer holds the directory's lock and purge removes both ends, while a foreign
 * key would lock and dirty both object rows for each of hundreds of thousands of memberships.
 */
export const directoryEdge = pgTable(
  'directory_edge',
  {
    sourceId: uuid('source_id').notNull(),
    attribute: text('attribute').notNull(),
    targetId: uuid('target_id').notNull(),
    changeSeq: change('change_seq').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.sourceId, table.attribute, table.targetId] }),
    index('directory_edge_target').on(table.targetId),
    index('directory_edge_change').on(table.changeSeq),
  ],
)

/** References taken away, kept as long as a cursor lives, so that delta readers learn of them. */
export const directoryEdgeRemoved = pgTable(
  'directory_edge_removed',
  {
    sourceId: uuid('source_id').notNull(),
    attribute: text('attribute').notNull(),
    targetId: uuid('target_id').notNull(),
    changeSeq: change('change_seq').notNull(),
    removedAt: at('removed_at').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.sourceId, table.attribute, table.targetId] }),
    index('directory_edge_removed_change').on(table.changeSeq),
  ],
)

/** Objects gone for good, kept as long as a cursor lives. */
export const directoryTombstone = pgTable(
  'directory_tombstone',
  {
    id: uuid('id').primaryKey(),
    objectType: text('object_type').notNull(),
    changeSeq: change('change_seq').notNull(),
    purgedAt: at('purged_at').notNull(),
  },
  (table) => [index('directory_tombstone_change').on(table.changeSeq, table.id)],
)

/** Domains of the directory, lower case. While the table is empty every suffix counts as verified. */
export const directoryDomain = pgTable(
  'directory_domain',
  {
    name: keyText('name').primaryKey(),
    initial: boolean('initial').notNull().default(false),
    verifiedAt: at('verified_at'),
  },
  (table) => [uniqueIndex('directory_domain_initial').on(table.initial).where(sql`initial`)],
)
