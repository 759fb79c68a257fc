import type pg from 'pg'
import { jsonRows } from '../../../db/json.ts'
import { type AttributeMap, sameValues, valuesOf } from '../../attributes/value.ts'
import { searchKey } from '../../directory/index.ts'
import type { MvObject } from '../engine/model.ts'
import { joinKeysOf, type MvChange } from '../world.ts'
import { type RuleNumbers, storedLineage, storedReferences } from './rows.ts'

/** Writes a batch's metaverse changes: objects, what joins find them by, and the change log. */
export async function saveMetaverse(
  tx: pg.PoolClient,
  runId: string,
  changes: ReadonlyMap<string, MvChange>,
  rules: RuleNumbers,
  joinAttributes: readonly string[],
): Promise<void> {
  const created: MvObject[] = []
  const updated: MvObject[] = []
  const deleted: string[] = []
  const rekeyed: MvObject[] = []
  const log: unknown[] = []
  for (const [id, { before, after }] of changes) {
    if (!before && !after) continue
    if (!after) deleted.push(id)
    else if (!before) created.push(after)
    else updated.push(after)
    if (before && after && keysText(before, joinAttributes) !== keysText(after, joinAttributes))
      rekeyed.push(after)
    const entry = logEntry(id, before, after)
    if (entry) log.push(entry)
  }
  // Released before claimed: an anchor may move from one object to another within the batch.
  await deleteObjects(tx, deleted, rekeyed)
  await updateObjects(tx, updated, rules)
  await insertObjects(tx, created, rules)
  await insertKeys(tx, [...created, ...rekeyed], joinAttributes)
  await writeLog(tx, runId, log)
}

function keysText(mv: MvObject, joinAttributes: readonly string[]): string {
  return JSON.stringify(joinKeysOf(mv, joinAttributes))
}

async function deleteObjects(
  tx: pg.PoolClient,
  ids: readonly string[],
  rekeyed: readonly MvObject[],
): Promise<void> {
  if (ids.length > 0) {
    await tx.query('delete from mv_object where id = any($1)', [ids])
    await tx.query('delete from edge_work where mv_id = any($1)', [ids])
  }
  const stale = [...ids, ...rekeyed.map((mv) => mv.id)]
  if (stale.length > 0) await tx.query('delete from mv_join_key where mv_id = any($1)', [stale])
}

function stored(mv: MvObject, rules: RuleNumbers) {
  const anchor = mv.attributes.sourceAnchor
  return {
    id: mv.id,
    type: mv.objectType,
    attributes: mv.attributes,
    references: storedReferences(mv.references, rules),
    lineage: storedLineage(mv.lineage, rules),
    anchor: typeof anchor === 'string' ? anchor : null,
    nameKey: searchKey(nameOf(mv.attributes)),
    search: searchText(mv.attributes),
  }
}

const ROW = `as p(id uuid, type text, attributes jsonb, "references" jsonb, lineage jsonb, anchor text,
  "nameKey" text, search text)`

async function insertObjects(
  tx: pg.PoolClient,
  objects: readonly MvObject[],
  rules: RuleNumbers,
): Promise<void> {
  if (objects.length === 0) return
  await tx.query(
    `insert into mv_object (id, object_type, attributes, "references", lineage, source_anchor, name_key, search_text)
     select id, type, attributes, "references", lineage, anchor, "nameKey", search
     from jsonb_to_recordset($1::jsonb) ${ROW}`,
    [jsonRows(objects.map((mv) => stored(mv, rules)))],
  )
}

async function updateObjects(
  tx: pg.PoolClient,
  objects: readonly MvObject[],
  rules: RuleNumbers,
): Promise<void> {
  if (objects.length === 0) return
  await tx.query(
    `update mv_object m set object_type = p.type, attributes = p.attributes, "references" = p."references",
       lineage = p.lineage, source_anchor = p.anchor, name_key = p."nameKey", search_text = p.search, updated_at = now()
     from jsonb_to_recordset($1::jsonb) ${ROW} where m.id = p.id`,
    [jsonRows(objects.map((mv) => stored(mv, rules)))],
  )
}

async function insertKeys(
  tx: pg.PoolClient,
  objects: readonly MvObject[],
  joinAttributes: readonly string[],
): Promise<void> {
  const attributes: string[] = []
  const keys: string[] = []
  const ids: string[] = []
  for (const mv of objects) {
    for (const { attribute, key } of joinKeysOf(mv, joinAttributes)) {
      attributes.push(attribute)
      keys.push(key.replaceAll('\u0000', ''))
      ids.push(mv.id)
    }
  }
  if (ids.length === 0) return
  await tx.query(
    `insert into mv_join_key (attribute, key, mv_id) select * from unnest($1::text[], $2::text[], $3::uuid[])
     on conflict do nothing`,
    [attributes, keys, ids],
  )
}

function logEntry(id: string, before: MvObject | undefined, after: MvObject | undefined) {
  const name = nameOf((after ?? before)?.attributes ?? {})
  if (!before) return { id, operation: 'add', name, before: null, after: after?.attributes }
  if (!after) return { id, operation: 'delete', name, before: before.attributes, after: null }
  const old: Record<string, unknown> = {}
  const now: Record<string, unknown> = {}
  for (const attribute of new Set([...Object.keys(before.attributes), ...Object.keys(after.attributes)])) {
    if (sameValues(before.attributes[attribute], after.attributes[attribute])) continue
    if (attribute in before.attributes) old[attribute] = before.attributes[attribute]
    if (attribute in after.attributes) now[attribute] = after.attributes[attribute]
  }
  const changed = Object.keys(old).length + Object.keys(now).length
  return changed === 0 ? undefined : { id, operation: 'update', name, before: old, after: now }
}

async function writeLog(tx: pg.PoolClient, runId: string, entries: readonly unknown[]): Promise<void> {
  if (entries.length === 0) return
  await tx.query(
    `insert into change_log (run_id, kind, operation, object_id, mv_id, name, before, after)
     select $1, 'mv', operation, id, id, name, before, after
     from jsonb_to_recordset($2::jsonb) as p(id uuid, operation text, name text, before jsonb, after jsonb)`,
    [runId, jsonRows(entries)],
  )
}

/** What people call the object. */
export function nameOf(attributes: AttributeMap): string {
  for (const attribute of ['displayName', 'cn', 'userPrincipalName', 'accountName', 'mail']) {
    const value = attributes[attribute]
    if (typeof value === 'string') return value
  }
  return ''
}

const SEARCHED = [
  'displayName',
  'userPrincipalName',
  'mail',
  'accountName',
  'cn',
  'mailNickname',
  'proxyAddresses',
]

function searchText(attributes: AttributeMap): string {
  const found = new Set<string>()
  for (const attribute of SEARCHED) {
    for (const value of valuesOf(attributes[attribute]))
      if (typeof value === 'string') found.add(searchKey(value))
  }
  return [...found].join('\n')
}
