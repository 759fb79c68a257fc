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
  /** False: only objects with a pending import or an error to retry. */
  readonly everything: boolean
  readonly limit: number
}

/** The next objects to synchronise, by anchor. */
export async function loadObjects(sql: Sql, selection: BatchSelection): Promise<CsObject[]> {
  const { rows } = await sql.query<CsRow>(
    `select ${CS_COLUMNS} from cs_object o
     where o.connector_id = $1 and o.object_type = $2 and o.anchor > $3 and not o.placeholder
       ${selection.everything ? '' : 'and (o.pending_import is not null or o.sync_error is not null)'}
     order by o.anchor limit $4`,
    [selection.connectorId, selection.objectType, selection.after, selection.limit],
  )
  return rows.map(csObjectOf)
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

async function findCandidates(sql: Sql, keys: readonly LookupKeys[]): Promise<string[]> {
  const wanted = keys.flatMap((entry) => entry.join)
  if (wanted.length === 0) return []
  const { rows } = await sql.query<{ mv_id: string }>(
    `select distinct k.mv_id from unnest($1::text[], $2::text[]) as w(attribute, key)
     join mv_join_key k on k.attribute = w.attribute and k.key = w.key collate "C"`,
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
