import type pg from 'pg'
import type { ChangesPage } from '../../connectors/connector.ts'
import { type Touched, touch } from '../run-context.ts'

/**
 * Takes over what a target reports of its references: exported additions that are there and removals that are gone
 * are confirmed. An edge that somebody took away in the target is queued to be resolved again.
 */
export async function confirmReferences(
  tx: pg.PoolClient,
  connectorId: string,
  references: ChangesPage['references'],
): Promise<void> {
  if (references.length === 0) return
  const parameters = [
    connectorId,
    references.map((reference) => reference.source),
    references.map((reference) => reference.attribute),
    references.map((reference) => reference.target),
    references.map((reference) => reference.present),
  ]
  await tx.query(
    `with reported as materialized (${REPORTED})
     insert into cs_edge as e (source_id, attribute, target_id)
     select source_id, attribute, target_id from reported where present
     on conflict (source_id, attribute, target_id) do update set state = null where e.state = 'added'`,
    parameters,
  )
  await tx.query(
    `with reported as materialized (${REPORTED}), gone as (
       delete from cs_edge e using reported r
       where not r.present and e.source_id = r.source_id and e.attribute = r.attribute and e.target_id = r.target_id
         and e.state is distinct from 'add'
       returning e.source_id, e.state
     )
     insert into edge_work (mv_id)
     select distinct o.mv_id from gone join cs_object o on o.id = gone.source_id
     where coalesce(gone.state, 'added') = 'added' and o.mv_id is not null
     on conflict do nothing`,
    parameters,
  )
}

const REPORTED = `
  select distinct s.id as source_id, r.attribute, t.id as target_id, r.present
  from unnest($2::text[], $3::text[], $4::text[], $5::boolean[]) as r(source, attribute, target, present)
  join cs_object s on s.connector_id = $1 and s.anchor = r.source
  join cs_object t on t.connector_id = $1 and t.anchor = r.target`

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
