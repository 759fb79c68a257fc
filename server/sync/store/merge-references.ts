import type pg from 'pg'
import { jsonRows } from '../../../db/json.ts'
import { fold } from '../../attributes/value.ts'
import type { ImportedReference } from '../../connectors/connector.ts'
import { newId } from '../../ids.ts'

/**
 * Makes the reference edges of some objects equal to what was read: targets are found by anchor, else by DN; one
 * that is not in the connector space yet becomes a placeholder, which the real object replaces when it is read.
 * `existing` names the objects that may have edges already.
 */
export async function mergeReferences(
  tx: pg.PoolClient,
  connectorId: string,
  references: ReadonlyMap<string, readonly ImportedReference[]>,
  existing: ReadonlySet<string>,
): Promise<void> {
  const targets = await resolveTargets(tx, connectorId, [...references.values()].flat())
  const sources: string[] = []
  const attributes: string[] = []
  const targetIds: string[] = []
  for (const [sourceId, list] of references) {
    for (const reference of list) {
      const targetId = targets.get(targetKey(reference))
      if (!targetId) continue
      sources.push(sourceId)
      attributes.push(reference.attribute)
      targetIds.push(targetId)
    }
  }
  if (existing.size > 0) {
    await tx.query(
      `delete from cs_edge e where e.source_id = any($4)
         and not exists (
           select from unnest($1::uuid[], $2::text[], $3::uuid[]) as n(source_id, attribute, target_id)
           where n.source_id = e.source_id and n.attribute = e.attribute and n.target_id = e.target_id)`,
      [sources, attributes, targetIds, [...existing]],
    )
  }
  if (sources.length === 0) return
  await tx.query(
    `insert into cs_edge (source_id, attribute, target_id)
     select * from unnest($1::uuid[], $2::text[], $3::uuid[])
     on conflict do nothing`,
    [sources, attributes, targetIds],
  )
}

function targetKey(reference: ImportedReference): string {
  return reference.anchor ?? `dn:${fold(reference.dn)}`
}

async function resolveTargets(
  tx: pg.PoolClient,
  connectorId: string,
  references: readonly ImportedReference[],
): Promise<ReadonlyMap<string, string>> {
  const wanted = new Map<string, ImportedReference>()
  for (const reference of references) wanted.set(targetKey(reference), reference)
  if (wanted.size === 0) return new Map()
  const anchors = [...wanted.values()].flatMap((reference) => reference.anchor ?? [])
  const dnKeys = [...wanted.values()].flatMap((reference) => (reference.anchor ? [] : [fold(reference.dn)]))
  const found = new Map<string, string>()
  const { rows } = await tx.query<{ key: string; id: string }>(
    `select anchor as key, id from cs_object where connector_id = $1 and anchor = any($2)
     union all
     select 'dn:' || dn_key, id from cs_object where connector_id = $1 and dn_key = any($3)`,
    [connectorId, anchors, dnKeys],
  )
  for (const row of rows) found.set(row.key, row.id)
  const missing = [...wanted].flatMap(([key, reference]) => {
    if (found.has(key)) return []
    const id = newId()
    found.set(key, id)
    return { id, anchor: reference.anchor ?? null, dn: reference.dn, dnKey: fold(reference.dn) }
  })
  if (missing.length > 0) {
    await tx.query(
      `insert into cs_object (id, connector_id, object_type, anchor, dn, dn_key, placeholder)
       select id, $1, 'placeholder', anchor, dn, "dnKey", true
       from jsonb_to_recordset($2::jsonb) as p(id uuid, anchor text, dn text, "dnKey" text)`,
      [connectorId, jsonRows(missing)],
    )
  }
  return found
}
