import { z } from 'zod'
import type { Sql } from '../../../db/client.ts'
import { presentAttribute, presentedAttributeSchema } from '../../attributes/present.ts'
import type { AttributeChanges, AttributeMap } from '../../attributes/value.ts'
import { AppError } from '../../errors.ts'
import { decodeCursor, pageInput, pageOf } from '../../operation/cursor.ts'
import { query } from '../../operation/define.ts'

/** What an object of a connector space waits for. */
export const SPACE_STATES = [
  'pending-import',
  'pending-export',
  'error',
  'disconnected',
  'placeholder',
] as const

const CONDITIONS: Readonly<Record<string, string>> = {
  'pending-import': 'o.pending_import is not null',
  'pending-export': `o.export_state in ('pending', 'error')`,
  error: `(o.sync_error is not null or o.export_state = 'error')`,
  disconnected: 'o.mv_id is null and not o.placeholder',
  placeholder: 'o.placeholder',
}

const summary = z.object({
  csId: z.string(),
  mvId: z.string().nullable(),
  name: z.string(),
  dn: z.string(),
  objectType: z.string(),
  anchor: z.string().nullable(),
  pendingImport: z.string().nullable(),
  exportOperation: z.string().nullable(),
  exportState: z.string().nullable(),
  hasError: z.boolean(),
})

const SUMMARY = `o.id as "csId", o.mv_id as "mvId", coalesce(o.attributes ->> 'displayName', o.staged ->> 'displayName',
  o.attributes ->> 'cn', o.dn) as name, o.dn, o.object_type as "objectType", o.anchor,
  o.pending_import as "pendingImport", o.export_operation as "exportOperation", o.export_state as "exportState",
  (o.sync_error is not null or o.export_state is not distinct from 'error') as "hasError"`

export const listSpace = query({
  name: 'connectors.space',
  summary: 'Objects of a connector space, by text and state',
  permission: 'connector.read',
  route: { method: 'GET', path: '/connectors/{id}/objects' },
  input: z.object({
    id: z.guid(),
    search: z.string().trim().max(400).optional(),
    state: z.enum(SPACE_STATES).optional(),
    objectType: z.string().max(100).optional(),
    ...pageInput,
  }),
  output: z.object({ items: z.array(summary), nextCursor: z.string().nullable() }),
  run: async ({ input, sql }) => {
    const [after] = input.cursor ? decodeCursor(input.cursor, 1) : [null]
    const { rows } = await sql.query<z.input<typeof summary>>(
      `select ${SUMMARY} from cs_object o
       where o.connector_id = $1 and ($2::uuid is null or o.id > $2) and ${CONDITIONS[input.state ?? ''] ?? 'not o.placeholder'}
         and ($3::text is null or o.object_type = $3)
         and ($4::text is null or o.anchor = $4 or strpos(o.dn_key, lower($4)) > 0
           or strpos(lower(coalesce(o.attributes ->> 'displayName', '')), lower($4)) > 0)
       order by o.id limit $5`,
      [input.id, after, input.objectType ?? null, input.search || null, input.top + 1],
    )
    return pageOf(rows, input.top, (row) => [row.csId])
  },
})

const attribute = z.object({
  name: z.string(),
  value: presentedAttributeSchema,
  /** Wanted by the pending export, where it differs. */
  pending: presentedAttributeSchema.optional(),
})

type ObjectRow = z.input<typeof summary> & {
  connectorName: string
  attributes: AttributeMap
  staged: AttributeChanges | null
  referenceCounts: Record<string, number>
  linkKind: string | null
  linkRule: string | null
  syncError: unknown
  exportError: unknown
  importedAt: Date | null
  exportedAt: Date | null
}

export const getSpaceObject = query({
  name: 'connectors.object',
  summary: 'One connector space object: values, pending changes, link, errors',
  permission: 'connector.read',
  route: { method: 'GET', path: '/connectors/{id}/objects/{csId}' },
  input: z.object({ id: z.guid(), csId: z.guid() }),
  output: summary.extend({
    connectorName: z.string(),
    attributes: z.array(attribute),
    references: z.array(z.object({ name: z.string(), count: z.number() })),
    link: z.object({ kind: z.string(), rule: z.string(), mvId: z.string() }).nullable(),
    syncError: z.unknown(),
    exportError: z.unknown(),
    importedAt: z.string().nullable(),
    exportedAt: z.string().nullable(),
  }),
  run: async ({ input, sql }) => {
    const row = await getObject(sql, input)
    const { attributes, staged, referenceCounts, linkKind, linkRule, ...rest } = row
    const names = [...new Set([...Object.keys(attributes), ...Object.keys(staged ?? {})])].sort()
    return {
      ...rest,
      importedAt: row.importedAt?.toISOString() ?? null,
      exportedAt: row.exportedAt?.toISOString() ?? null,
      attributes: names.map((name) => ({
        name,
        value: presentAttribute(attributes[name] ?? null),
        ...(staged && name in staged ? { pending: presentAttribute(staged[name] ?? null) } : {}),
      })),
      references: Object.entries(referenceCounts).map(([name, count]) => ({ name, count })),
      link: row.mvId && linkKind ? { kind: linkKind, rule: linkRule ?? '', mvId: row.mvId } : null,
    }
  },
})

async function getObject(sql: Sql, input: { id: string; csId: string }): Promise<ObjectRow> {
  const { rows } = await sql.query<ObjectRow>(
    `select ${SUMMARY}, k.name as "connectorName", o.attributes, o.staged, o.reference_counts as "referenceCounts",
       o.link_kind as "linkKind", coalesce(r.name, o.link_rule) as "linkRule", o.sync_error as "syncError",
       case when o.export_state = 'error' then o.export_error end as "exportError", o.imported_at as "importedAt",
       o.exported_at as "exportedAt"
     from cs_object o join connector k on k.id = o.connector_id left join sync_rule r on r.id = o.link_rule
     where o.connector_id = $1 and o.id = $2`,
    [input.id, input.csId],
  )
  const row = rows[0]
  if (row) return row
  throw new AppError(
    'notFound',
    'connector.object_not_found',
    'There is no such object in this connector space.',
    { field: 'csId' },
  )
}
