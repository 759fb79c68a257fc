import { sql } from 'drizzle-orm'
import {
  boolean,
  check,
  customType,
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

/** Text compared byte by byte: keys and keyset columns sort the same in every database and in TypeScript. */
export const keyText = customType<{ data: string }>({ dataType: () => 'text collate "C"' })

const at = (name: string) => timestamp(name, { withTimezone: true })

/**
 * A connected directory. Its settings are part of the versioned configuration; this row is its identity and what
 * operations change. `stage` is `staged` while it is imported but not synchronised (added to an active installation).
 */
export const connector = pgTable('connector', {
  id: uuid('id').primaryKey(),
  name: text('name').notNull().unique(),
  type: text('type').notNull(),
  role: text('role').notNull(),
  ordinal: integer('ordinal').notNull(),
  sample: boolean('sample').notNull().default(false),
  stage: text('stage').notNull().default('active'),
  /** Discovered by the last import: attribute names with syntax, and name parameters per partition. */
  schema: jsonb('schema'),
  parameters: jsonb('parameters'),
  /** When a full import of everything in scope last finished and was verified. */
  fullImportAt: at('full_import_at'),
  /** Watermark of connectors that report changes (cloud directory). */
  cursor: text('cursor'),
  createdAt: at('created_at').notNull().defaultNow(),
})

/** Connector space objects of every connector (connect-sync reference, section 2.1). */
export const csObject = pgTable(
  'cs_object',
  {
    id: uuid('id').primaryKey(),
    connectorId: uuid('connector_id')
      .notNull()
      .references(() => connector.id),
    partition: text('partition').notNull().default(''),
    objectType: text('object_type').notNull(),
    /** Null until a provisioned object was exported. */
    anchor: keyText('anchor'),
    dn: text('dn').notNull(),
    dnKey: keyText('dn_key').notNull(),
    placeholder: boolean('placeholder').notNull().default(false),
    /** Values confirmed by the last import. */
    attributes: jsonb('attributes').notNull().default({}),
    referenceCounts: jsonb('reference_counts').notNull().default({}),
    /** Digest of type, DN, attributes and references: an equal one means nothing to write. */
    hash: text('hash'),
    pendingImport: text('pending_import'),
    mvId: uuid('mv_id'),
    linkKind: text('link_kind'),
    linkRule: text('link_rule'),
    /** Full set of managed values wanted in the target until an import confirms them. */
    staged: jsonb('staged'),
    exportOperation: text('export_operation'),
    /** pending → exported (awaiting confirmation) → null; `error` is retried. */
    exportState: text('export_state'),
    exportSince: at('export_since'),
    exportError: jsonb('export_error'),
    /** Written, but not exactly as wanted: what the last export of the object warned of. */
    exportWarnings: jsonb('export_warnings'),
    /** Target reference attribute → metaverse reference attribute. */
    referenceFlows: jsonb('reference_flows'),
    /** Targets: the source connector whose object made it, and when that object was created (ISO 8601). */
    originId: uuid('origin_id'),
    sourceCreated: keyText('source_created'),
    syncError: jsonb('sync_error'),
    importedAt: at('imported_at'),
    exportedAt: at('exported_at'),
  },
  (table) => [
    uniqueIndex('cs_object_anchor').on(table.connectorId, table.anchor),
    index('cs_object_dn').on(table.connectorId, table.dnKey),
    index('cs_object_mv').on(table.mvId),
    index('cs_object_type').on(table.connectorId, table.objectType, table.anchor),
    index('cs_object_free')
      .on(table.connectorId, table.objectType, table.anchor)
      .where(sql`mv_id is null and not placeholder`),
    index('cs_object_pending_import')
      .on(table.connectorId, table.objectType, table.anchor)
      .where(sql`pending_import is not null`),
    index('cs_object_pending_export')
      .on(table.connectorId, table.exportState, table.exportOperation, table.sourceCreated, table.dnKey)
      .where(sql`export_state is not null`),
    index('cs_object_errors')
      .on(table.connectorId)
      .where(sql`sync_error is not null or export_error is not null`),
    index('cs_object_warnings').on(table.connectorId).where(sql`export_warnings is not null`),
    check('cs_object_pending_import_known', sql`pending_import in ('add', 'update', 'delete', 'delete-add')`),
    check('cs_object_export_known', sql`export_operation in ('add', 'update', 'delete')`),
    check('cs_object_export_state_known', sql`export_state in ('pending', 'exported', 'error')`),
  ],
)

/**
 * References between objects of one connector space. On targets `state` is the export state of the edge: null is
 * confirmed, add / remove wait for export, added / removed wait for confirmation.
 */
export const csEdge = pgTable(
  'cs_edge',
  {
    sourceId: uuid('source_id').notNull(),
    attribute: text('attribute').notNull(),
    targetId: uuid('target_id').notNull(),
    state: text('state'),
  },
  (table) => [
    primaryKey({ columns: [table.sourceId, table.attribute, table.targetId] }),
    index('cs_edge_target').on(table.targetId),
    index('cs_edge_pending').on(table.sourceId).where(sql`state in ('add', 'remove')`),
  ],
)

/** Metaverse objects whose reference edges have to be resolved again for the targets. */
export const edgeWork = pgTable('edge_work', { mvId: uuid('mv_id').primaryKey() })
