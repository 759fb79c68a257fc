import type { Sql } from '../../../db/client.ts'
import { fold } from '../../attributes/value.ts'
import { lookupsFor } from '../engine/lookups-for.ts'
import type { CsObject, LookupKeys } from '../engine/model.ts'
import type { SyncRules } from '../load-rules.ts'
import { World } from '../world.ts'
import { CS_COLUMNS, type CsRow, csObjectOf, MV_COLUMNS, type MvRow, mvObjectOf } from './rows.ts'

export type BatchSelection = {
  readonly connectorId: string
  readonly objectType: string
  /** Anchor of the last object of the previous batch; '' at the start. */
  readonly after: string
  /**
   * `due`: objects with a pending import or an error to retry. `open`: objects that another one's plan set free, and
   * those without metaverse object that could join one now.
   */
  readonly which: 'all' | 'due' | 'open'
  /** Attributes of the connected object and of the metaverse that joins compare; for `open`. */
  readonly joins: readonly { readonly source: string; readonly target: string }[]
  readonly limit: number
}

/** The next objects to synchronise, by anchor. */
export async function loadObjects(sql: Sql, selection: BatchSelection): Promise<CsObject[]> {
  const { rows } = await sql.query<CsRow>(
    `select ${CS_COLUMNS} from cs_object o
     where o.connector_id = $1 and o.object_type = $2 and o.anchor > $3 and not o.placeholder
       and ${WHICH[selection.which]}
     order by o.anchor limit $4`,
    [
      selection.connectorId,
      selection.objectType,
      selection.after,
      selection.limit,
      ...(selection.which === 'open'
        ? [selection.joins.map(({ source }) => source), selection.joins.map(({ target }) => target)]
        : []),
    ],
  )
  return rows.map(csObjectOf)
}

const WHICH: Readonly<Record<BatchSelection['which'], string>> = {
  all: 'true',
  due: '(o.pending_import is not null or o.sync_error is not null)',
  open: `o.sync_error is null and o.id = any(array(
    select id from cs_object
    where connector_id = $1 and object_type = $2 and pending_import is not null
    union
    select f.id
    from (select id, attributes from cs_object
      where connector_id = $1 and object_type = $2 and mv_id is null and not placeholder offset 0) f
    cross join unnest($5::text[], $6::text[]) as j(source, target)
    cross join lateral jsonb_path_query(f.attributes -> j.source, '$[*]') as v
    cross join lateral (select from mv_join_key
      where attribute = j.target and key = lower(coalesce(v ->> 'b', v #>> '{}')) collate "C" limit 1) k))`,
}

/** A batch with everything it can meet. */
export type Batch = { readonly world: World; readonly keys: readonly LookupKeys[] }

/**
 * Everything a batch can meet, in a handful of statements: its metaverse objects, those its joins may find, every
 * connector space object linked to them, and free target objects with the DNs it may provision.
 */
export async function loadBatch(sql: Sql, rules: SyncRules, objects: readonly CsObject[]): Promise<Batch> {
  const world = new World(rules.compiled.joinAttributes)
  const own = new Set(objects.flatMap((object) => object.link?.mvId ?? []))
  const linked = await loadLinkedObjects(sql, [...own])
  const byMv = Map.groupBy(linked, (object) => object.link?.mvId ?? '')
  const keys = objects.map((object) =>
    lookupsFor(
      rules.compiled,
      object,
      (byMv.get(object.link?.mvId ?? '') ?? []).filter((other) => other.id !== object.id),
    ),
  )
  const candidates = (await findCandidates(sql, keys)).filter((id) => !own.has(id))
  for (const object of await loadLinkedObjects(sql, candidates)) {
    linked.push(object)
    const mvId = object.link?.mvId ?? ''
    byMv.set(mvId, [...(byMv.get(mvId) ?? []), object])
  }
  for (const object of linked) world.addObject(object)
  for (const object of objects) world.addObject(object)
  for (const row of await loadMvs(sql, [...own, ...candidates])) {
    world.addMv(mvObjectOf(row, byMv.get(row.id) ?? [], rules.numbers))
  }
  const dns = keys.flatMap((entry) => entry.targetDns)
  for (const object of await loadFreeTargets(sql, { connectorId: rules.targetId, dns }))
    world.addFreeTarget(object)
  return { world, keys }
}

/** Adds what an object can meet with keys other than those it was loaded with; what is there already stays. */
export async function loadMore(sql: Sql, rules: SyncRules, world: World, keys: LookupKeys): Promise<void> {
  const candidates = (await findCandidates(sql, [keys])).filter((id) => !world.knows(id))
  const linked = (await loadLinkedObjects(sql, candidates)).filter((object) => !world.object(object.id))
  const byMv = Map.groupBy(linked, (object) => object.link?.mvId ?? '')
  for (const object of linked) world.addObject(object)
  for (const row of await loadMvs(sql, candidates)) {
    world.addMv(mvObjectOf(row, byMv.get(row.id) ?? [], rules.numbers))
  }
  const free = await loadFreeTargets(sql, { connectorId: rules.targetId, dns: keys.targetDns })
  for (const object of free) if (!world.object(object.id)) world.addFreeTarget(object)
}

async function findCandidates(sql: Sql, keys: readonly LookupKeys[]): Promise<string[]> {
  const wanted = keys.flatMap((entry) => entry.join)
  if (wanted.length === 0) return []
  const { rows } = await sql.query<{ mv_id: string }>(
    // `offset 0`: looked up key by key, whatever the database believes of a table that has just been filled.
    `select distinct k.mv_id from unnest($1::text[], $2::text[]) as w(attribute, key)
     cross join lateral (
       select mv_id from mv_join_key where attribute = w.attribute and key = w.key collate "C" offset 0) k`,
    [wanted.map((entry) => entry.attribute), wanted.map((entry) => entry.key)],
  )
  return rows.map((row) => row.mv_id)
}

/** Every connector space object linked to one of these metaverse objects. */
export async function loadLinkedObjects(sql: Sql, mvIds: readonly string[]): Promise<CsObject[]> {
  if (mvIds.length === 0) return []
  const { rows } = await sql.query<CsRow>(`select ${CS_COLUMNS} from cs_object o where o.mv_id = any($1)`, [
    mvIds,
  ])
  return rows.map(csObjectOf)
}

async function loadMvs(sql: Sql, ids: readonly string[]): Promise<MvRow[]> {
  if (ids.length === 0) return []
  const { rows } = await sql.query<MvRow>(`select ${MV_COLUMNS} from mv_object m where m.id = any($1)`, [ids])
  return rows
}

async function loadFreeTargets(
  sql: Sql,
  targets: { readonly connectorId: string; readonly dns: readonly string[] },
): Promise<CsObject[]> {
  if (targets.dns.length === 0) return []
  const { rows } = await sql.query<CsRow>(
    `select ${CS_COLUMNS} from cs_object o
     where o.connector_id = $1 and o.mv_id is null and not o.placeholder and o.dn_key = any($2)`,
    [targets.connectorId, targets.dns.map(fold)],
  )
  return rows.map(csObjectOf)
}
