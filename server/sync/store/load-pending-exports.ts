import type { Sql } from '../../../db/client.ts'
import { type AttributeChanges, type AttributeMap, sameValues } from '../../attributes/value.ts'
import type { ExportChange } from '../../connectors/connector.ts'
import { IS_DISABLE } from '../pending-set.ts'

export type PendingExport = {
  readonly id: string
  readonly operation: 'add' | 'update' | 'delete'
  readonly objectType: string
  readonly anchor: string | null
  readonly dn: string
  readonly name: string
  readonly mvId: string | null
  readonly attributes: AttributeMap
  readonly staged: AttributeChanges | null
  readonly createdAt: string | null
}

const BATCH = 500
/** Updates that touch unique values go together, so that values swapped between objects meet in one batch. */
const UNIQUE_BATCH = 5000

const COLUMNS = `o.id, o.export_operation as operation, o.object_type as "objectType", o.anchor, o.dn, o.mv_id as "mvId",
  coalesce(o.staged ->> 'displayName', o.attributes ->> 'displayName', o.dn) as name,
  o.attributes, o.staged, o.source_created as "createdAt"`

const TOUCHES_UNIQUE = `(o.staged -> 'userPrincipalName' is distinct from o.attributes -> 'userPrincipalName'
  or o.staged -> 'proxyAddresses' is distinct from o.attributes -> 'proxyAddresses')`

/** Values are released before they are claimed. */
const PASSES = [
  { condition: `o.export_operation = 'delete'`, limit: BATCH, release: true },
  { condition: `o.export_operation = 'update' and ${TOUCHES_UNIQUE}`, limit: UNIQUE_BATCH, release: false },
  { condition: `o.export_operation = 'update'`, limit: BATCH, release: false },
  { condition: `o.export_operation = 'add'`, limit: BATCH, release: false },
]

/** The next batch in export order, or nothing when all is sent. `held` leaves out deletes and disables. */
export async function loadPendingExports(
  sql: Sql,
  connectorId: string,
  held: boolean,
): Promise<PendingExport[]> {
  for (const { condition, limit, release } of PASSES) {
    if (held && release) continue
    const { rows } = await sql.query<PendingExport>(
      `select ${COLUMNS} from cs_object o
       where o.connector_id = $1 and o.export_state = 'pending' and ${condition}
         ${held ? `and not ${IS_DISABLE}` : ''}
       order by o.source_created, o.dn_key limit ${limit}`,
      [connectorId],
    )
    if (rows.length > 0) return rows
  }
  return []
}

/** The attributes that differ from what the target was last seen to hold. */
export function changedAttributes(pending: Pick<PendingExport, 'attributes' | 'staged'>): AttributeChanges {
  const changes: Record<string, AttributeChanges[string]> = {}
  for (const [name, wanted] of Object.entries(pending.staged ?? {})) {
    if (!sameValues(pending.attributes[name], wanted)) changes[name] = wanted
  }
  return changes
}

/** What to send, or undefined when the target already holds everything wanted. */
export function changeOf(pending: PendingExport): ExportChange | undefined {
  const attributes = pending.operation === 'delete' ? {} : changedAttributes(pending)
  if (pending.operation === 'update' && Object.keys(attributes).length === 0) return undefined
  return {
    id: pending.id,
    operation: pending.operation,
    objectType: pending.objectType,
    anchor: pending.anchor ?? undefined,
    dn: pending.dn,
    attributes,
    references: [],
    createdAt: pending.createdAt ?? undefined,
  }
}
