import type pg from 'pg'
import type { ChangesPage } from '../../connectors/connector.ts'
import { type Touched, touch } from '../run-context.ts'
import { joinByIndex } from './join-by-index.ts'

/**
 * Takes over what a target reports of its references: additions that are there and removals that are gone are
 * confirmed, a removal that is still there is sent again. An edge that somebody made or took away in the target is
 * queued to be resolved again.
 */
export async function confirmReferences(
  tx: pg.PoolClient,
  connectorId: string,
  references: ChangesPage['references'],
): Promise<void> {
  if (references.length === 0) return
  const idOf = await loadIds(tx, connectorId, references)
  const present: Edges = { sources: [], attributes: [], targets: [], keys: new Set() }
  const gone: Edges = { sources: [], attributes: [], targets: [], keys: new Set() }
  for (const reference of references) {
    const source = idOf.get(reference.source)
    const target = idOf.get(reference.target)
    if (source && target) note(reference.present ? present : gone, source, reference.attribute, target)
  }
  await joinByIndex(tx)
  await confirmPresent(tx, present)
  await takeAway(tx, gone)
}

type Edges = {
  readonly sources: string[]
  readonly attributes: string[]
  readonly targets: string[]
  readonly keys: Set<string>
}

/** A page may report one reference twice; a statement must not meet it twice. */
function note(edges: Edges, source: string, attribute: string, target: string): void {
  const key = `${source} ${attribute} ${target}`
  if (edges.keys.has(key)) return
  edges.keys.add(key)
  edges.sources.push(source)
  edges.attributes.push(attribute)
  edges.targets.push(target)
}

async function loadIds(
  tx: pg.PoolClient,
  connectorId: string,
  references: ChangesPage['references'],
): Promise<ReadonlyMap<string, string>> {
  const anchors = new Set(references.flatMap((reference) => [reference.source, reference.target]))
  const { rows } = await tx.query<{ id: string; anchor: string }>(
    'select id, anchor from cs_object where connector_id = $1 and anchor = any($2)',
    [connectorId, [...anchors]],
  )
  return new Map(rows.map((row) => [row.anchor, row.id]))
}

async function confirmPresent(tx: pg.PoolClient, edges: Edges): Promise<void> {
  if (edges.sources.length === 0) return
  await tx.query(
    `with there as (
       insert into cs_edge as e (source_id, attribute, target_id)
       select * from unnest($1::uuid[], $2::text[], $3::uuid[])
       on conflict (source_id, attribute, target_id)
         do update set state = case e.state when 'removed' then 'remove' end
         where e.state in ('add', 'added', 'removed')
       returning e.source_id, xmax = 0 as new
     )
     insert into edge_work (mv_id)
     select distinct o.mv_id from there join cs_object o on o.id = there.source_id
     where there.new and o.mv_id is not null
     on conflict do nothing`,
    [edges.sources, edges.attributes, edges.targets],
  )
}

async function takeAway(tx: pg.PoolClient, edges: Edges): Promise<void> {
  if (edges.sources.length === 0) return
  await tx.query(
    `with gone as (
       delete from cs_edge e using unnest($1::uuid[], $2::text[], $3::uuid[]) as r(source_id, attribute, target_id)
       where e.source_id = r.source_id and e.attribute = r.attribute and e.target_id = r.target_id
         and e.state is distinct from 'add'
       returning e.source_id, e.state
     )
     insert into edge_work (mv_id)
     select distinct o.mv_id from gone join cs_object o on o.id = gone.source_id
     where coalesce(gone.state, 'added') = 'added' and o.mv_id is not null
     on conflict do nothing`,
    [edges.sources, edges.attributes, edges.targets],
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
