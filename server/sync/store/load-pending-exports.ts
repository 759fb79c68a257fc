import type { Sql } from '../../../db/client.ts'
import {
  type AttributeChanges,
  type AttributeMap,
  type StoredValue,
  sameValues,
  valuesOf,
} from '../../attributes/value.ts'
import type { ExportChange } from '../../connectors/connector.ts'
import { claimKey, type OrderedExport, orderExports } from '../engine/order-exports.ts'
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
  /** Nothing was ever written to it: with an anchor it is an object that Lockstep did not make. */
  readonly first: boolean
}

const BATCH = 500
/** How many value changes are put in order at once. */
const ORDERED = 20_000

const COLUMNS = `o.id, o.export_operation as operation, o.object_type as "objectType", o.anchor, o.dn, o.mv_id as "mvId",
  coalesce(o.staged ->> 'displayName', o.attributes ->> 'displayName', o.dn) as name,
  o.attributes, o.staged, o.source_created as "createdAt", o.exported_at is null as first`

const TOUCHES_UNIQUE = `(o.staged -> 'userPrincipalName' is distinct from o.attributes -> 'userPrincipalName'
  or o.staged -> 'proxyAddresses' is distinct from o.attributes -> 'proxyAddresses')`

/** The next batch in export order, or nothing when all is sent. `held` leaves out deletes and disables. */
export async function loadPendingExports(
  sql: Sql,
  connectorId: string,
  held: boolean,
): Promise<PendingExport[]> {
  if (!held) {
    const deletes = await loadByOperation(sql, connectorId, `o.export_operation = 'delete'`)
    if (deletes.length > 0) return deletes
  }
  const notHeld = held ? `not ${IS_DISABLE}` : 'true'
  const claims = await loadClaims(sql, connectorId, notHeld)
  if (claims.length > 0) return claims
  const updates = await loadByOperation(sql, connectorId, `o.export_operation = 'update' and ${notHeld}`)
  if (updates.length > 0) return updates
  return loadByOperation(sql, connectorId, `o.export_operation = 'add'`)
}

async function loadByOperation(sql: Sql, connectorId: string, condition: string): Promise<PendingExport[]> {
  const { rows } = await sql.query<PendingExport>(
    `select ${COLUMNS} from cs_object o
     where o.connector_id = $1 and o.export_state = 'pending' and ${condition}
     order by o.source_created, o.dn_key limit ${BATCH}`,
    [connectorId],
  )
  return rows
}

type Claim = OrderedExport & { readonly id: string }

/**
 * Updates that change values which must be unique, those first that release what others claim; a ring of swapped
 * values stays in one batch, where the target can check the result as a whole.
 */
async function loadClaims(sql: Sql, connectorId: string, notHeld: string): Promise<PendingExport[]> {
  const { rows } = await sql.query<Omit<Claim, 'releases' | 'claims'> & Values>(
    `select o.id, o.export_operation as operation, o.dn, o.source_created as "createdAt",
       o.attributes -> 'userPrincipalName' as "upnBefore", o.staged -> 'userPrincipalName' as "upnAfter",
       o.attributes -> 'proxyAddresses' as "addressesBefore", o.staged -> 'proxyAddresses' as "addressesAfter"
     from cs_object o
     where o.connector_id = $1 and o.export_state = 'pending' and o.export_operation = 'update' and ${TOUCHES_UNIQUE}
       and ${notHeld}
     order by o.source_created, o.dn_key limit ${ORDERED}`,
    [connectorId],
  )
  const ids: string[] = []
  for (const ring of orderExports(rows.map(claimOf))) {
    if (ids.length > 0 && ids.length + ring.length > BATCH) break
    for (const { id } of ring) ids.push(id)
  }
  if (ids.length === 0) return []
  const { rows: batch } = await sql.query<PendingExport>(
    `select ${COLUMNS} from cs_object o where o.id = any($1)`,
    [ids],
  )
  return batch
}

type Values = {
  upnBefore: StoredValue | null
  upnAfter: StoredValue | null
  addressesBefore: StoredValue[] | null
  addressesAfter: StoredValue[] | null
}

function claimOf(row: Omit<Claim, 'releases' | 'claims'> & Values): Claim {
  const { upnBefore, upnAfter, addressesBefore, addressesAfter, ...claim } = row
  const before = new Set([
    ...keysOf('userPrincipalName', upnBefore),
    ...keysOf('proxyAddresses', addressesBefore),
  ])
  const after = new Set([
    ...keysOf('userPrincipalName', upnAfter),
    ...keysOf('proxyAddresses', addressesAfter),
  ])
  return { ...claim, releases: [...before.difference(after)], claims: [...after.difference(before)] }
}

function keysOf(
  attribute: 'userPrincipalName' | 'proxyAddresses',
  values: StoredValue | readonly StoredValue[] | null,
): string[] {
  return valuesOf(values).map((value) => claimKey(attribute, String(value)))
}

/** The attributes that differ from what the target was last seen to hold. */
export function changedAttributes(pending: Pick<PendingExport, 'attributes' | 'staged'>): AttributeChanges {
  const changes: Record<string, AttributeChanges[string]> = {}
  for (const [name, wanted] of Object.entries(pending.staged ?? {})) {
    if (!sameValues(pending.attributes[name], wanted)) changes[name] = wanted
  }
  return changes
}

/**
 * What to send, or undefined when the target already holds everything wanted. The first change of an object that was
 * there before says all that is wanted: the target takes it over by its anchor.
 */
export function changeOf(pending: PendingExport): ExportChange | undefined {
  const wanted = pending.first ? (pending.staged ?? {}) : changedAttributes(pending)
  const attributes = pending.operation === 'delete' ? {} : wanted
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
