import type pg from 'pg'
import type { ImportedObject } from '../../connectors/connector.ts'
import { type Touched, touch } from '../run-context.ts'

/**
 * Compares a target's references with the edges kept for it: exported additions that are there and removals that are
 * gone are confirmed. An edge that somebody took away in the target is queued to be resolved again.
 */
export async function confirmReferences(
  tx: pg.PoolClient,
  connectorId: string,
  objects: readonly ImportedObject[],
  ids: ReadonlyMap<string, string>,
): Promise<void> {
  const sources: string[] = []
  const attributes: string[] = []
  const anchors: string[] = []
  for (const object of objects) {
    for (const reference of object.references) {
      sources.push(ids.get(object.anchor) ?? '')
      attributes.push(reference.attribute)
      anchors.push(reference.anchor ?? '')
    }
  }
  await tx.query(
    `with seen as materialized (
       select s.source_id, s.attribute, t.id as target_id
       from unnest($2::uuid[], $3::text[], $4::text[]) as s(source_id, attribute, anchor)
       join cs_object t on t.connector_id = $1 and t.anchor = s.anchor
     ), present as materialized (
       select e.source_id, e.attribute, e.target_id, e.state, seen.target_id is not null as there
       from cs_edge e left join seen using (source_id, attribute, target_id)
       where e.source_id = any($5)
     ), found as (
       insert into cs_edge (source_id, attribute, target_id)
       select distinct * from seen where not exists (select from present p
         where p.source_id = seen.source_id and p.attribute = seen.attribute and p.target_id = seen.target_id)
     ), confirmed as (
       update cs_edge e set state = null from present p
       where e.source_id = p.source_id and e.attribute = p.attribute and e.target_id = p.target_id
         and p.there and p.state = 'added'
     ), gone as (
       delete from cs_edge e using present p
       where e.source_id = p.source_id and e.attribute = p.attribute and e.target_id = p.target_id
         and not p.there and coalesce(p.state, 'added') <> 'add'
       returning e.source_id, p.state
     )
     insert into edge_work (mv_id)
     select distinct o.mv_id from gone join cs_object o on o.id = gone.source_id
     where coalesce(gone.state, 'added') = 'added' and o.mv_id is not null
     on conflict do nothing`,
    [connectorId, sources, attributes, anchors, [...ids.values()]],
  )
}

/**
 * Objects that are gone in the target: those whose delete was exported leave the connector space; one that somebody
 * deleted there is staged as deleted, so that synchronization decides.
 */
export async function removeConfirmedDeletes(
  tx: pg.PoolClient,
  connectorId: string,
  anchors: readonly string[],
  touched: Touched,
): Promise<void> {
  if (anchors.length === 0) return
  const { rows } = await tx.query<{ id: string; dn: string; exported: boolean }>(
    `select id, dn, export_operation = 'delete' is true as exported from cs_object
     where connector_id = $1 and anchor = any($2)`,
    [connectorId, anchors],
  )
  const confirmed = rows.filter((row) => row.exported).map((row) => row.id)
  await tx.query('delete from cs_edge where source_id = any($1) or target_id = any($1)', [confirmed])
  await tx.query('delete from cs_object where id = any($1)', [confirmed])
  const others = rows.filter((row) => !row.exported)
  await tx.query(`update cs_object set pending_import = 'delete' where id = any($1)`, [
    others.map((row) => row.id),
  ])
  for (const row of others) touch(touched, 'stage-delete', row.id, row.dn)
  for (const id of confirmed) touch(touched, 'export-confirmed', id, '')
}
