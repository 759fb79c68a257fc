import { hash } from 'node:crypto'
import type pg from 'pg'
import { jsonRows } from '../../../db/json.ts'
import { fold } from '../../attributes/value.ts'
import type { ImportedObject } from '../../connectors/connector.ts'
import { newId } from '../../ids.ts'
import { type Touched, touch } from '../run-context.ts'
import { mergeReferences } from './merge-references.ts'

type Existing = {
  id: string
  anchor: string | null
  dn: string
  dn_key: string
  object_type: string
  hash: string | null
  placeholder: boolean
  pending_import: string | null
  /** An interrupted attempt of the same run has written it. */
  written: boolean
}

export type MergedPage = {
  readonly touched: Touched
  readonly unchanged: number
  /** Connector space ids of everything on the page. */
  readonly seen: readonly string[]
}

/**
 * Merges one page of a full read into the connector space in the caller's transaction: new objects are staged as
 * add, changed ones as update (with another object type: delete-add), equal ones are not written. Only the lease
 * holder calls this, so nobody else writes these rows in between. `since`: when the run began.
 */
export async function mergePage(
  tx: pg.PoolClient,
  connectorId: string,
  objects: readonly ImportedObject[],
  since: Date,
): Promise<MergedPage> {
  const { byAnchor, placeholderByDn } = await loadExisting(tx, connectorId, objects, since)
  const touched: Touched = new Map()
  const idOf = new Map<string, string>()
  const added: Row[] = []
  const changed: Row[] = []
  const references = new Map<string, ImportedObject['references']>()
  let unchanged = 0
  for (const object of objects) {
    if (idOf.has(object.anchor)) continue
    const dnKey = fold(object.dn)
    const existing = byAnchor.get(object.anchor) ?? placeholderByDn.get(dnKey)
    const digest = digestOf(object)
    const id = existing?.id ?? newId()
    idOf.set(object.anchor, id)
    const row = { id, dnKey, digest, pending: pendingImport(existing, object), ...storedForm(object) }
    const name = displayName(object)
    if (!existing) {
      added.push(row)
      touch(touched, 'stage-add', id, name)
    } else if (existing.hash === digest && existing.pending_import !== 'delete') {
      if (!existing.written) unchanged++
      continue
    } else {
      changed.push(row)
      touch(touched, statisticOf(existing, object), id, name)
    }
    references.set(id, object.references)
  }
  await insertObjects(tx, connectorId, added)
  await updateObjects(tx, changed)
  await mergeReferences(tx, connectorId, references, new Set(changed.map((row) => row.id)))
  return { touched, unchanged, seen: [...idOf.values()] }
}

type Row = ReturnType<typeof storedForm> & { id: string; dnKey: string; digest: string; pending: string }

function storedForm(object: ImportedObject) {
  const counts: Record<string, number> = {}
  for (const { attribute } of object.references) counts[attribute] = (counts[attribute] ?? 0) + 1
  return {
    anchor: object.anchor,
    type: object.objectType,
    partition: object.partition,
    dn: object.dn,
    attributes: object.attributes,
    counts,
  }
}

function digestOf(object: ImportedObject): string {
  // A directory may return the members of a group in another order each time.
  const references = object.references.map(
    (reference) => `${reference.attribute} ${reference.anchor ?? reference.dn}`,
  )
  const content = [object.objectType, object.dn, object.partition, object.attributes, references.sort()]
  return hash('sha256', JSON.stringify(content), 'base64')
}

function pendingImport(existing: Existing | undefined, object: ImportedObject): string {
  if (!existing || existing.placeholder || existing.pending_import === 'add') return 'add'
  return existing.object_type === object.objectType && existing.pending_import !== 'delete-add'
    ? 'update'
    : 'delete-add'
}

function statisticOf(existing: Existing, object: ImportedObject): string {
  if (existing.placeholder) return 'stage-add'
  if (existing.object_type !== object.objectType) return 'stage-delete-add'
  return existing.dn === object.dn ? 'stage-update' : 'stage-rename'
}

/** A name for lists: what people call the object, else the leftmost part of its DN. */
function displayName(object: ImportedObject): string {
  const name = object.attributes.displayName ?? object.attributes.cn ?? object.attributes.name
  return typeof name === 'string' ? name : object.dn
}

async function loadExisting(
  tx: pg.PoolClient,
  connectorId: string,
  objects: readonly ImportedObject[],
  since: Date,
) {
  const { rows } = await tx.query<Existing>(
    `select ${EXISTING} from cs_object where connector_id = $1 and anchor = any($2)
     union all
     select ${EXISTING} from cs_object where connector_id = $1 and placeholder and anchor is null and dn_key = any($3)`,
    [connectorId, objects.map((object) => object.anchor), objects.map((object) => fold(object.dn)), since],
  )
  const byAnchor = new Map<string, Existing>()
  const placeholderByDn = new Map<string, Existing>()
  for (const row of rows) {
    if (row.anchor === null) placeholderByDn.set(row.dn_key, row)
    else byAnchor.set(row.anchor, row)
  }
  return { byAnchor, placeholderByDn }
}

const EXISTING = `id, anchor, dn, dn_key, object_type, hash, placeholder, pending_import,
  coalesce(imported_at >= $4, false) as written`

const ROW = `as p(id uuid, anchor text, type text, "partition" text, dn text, "dnKey" text, attributes jsonb,
  counts jsonb, digest text, pending text)`

async function insertObjects(tx: pg.PoolClient, connectorId: string, rows: readonly Row[]): Promise<void> {
  if (rows.length === 0) return
  await tx.query(
    `insert into cs_object (id, connector_id, partition, object_type, anchor, dn, dn_key, attributes,
       reference_counts, hash, pending_import, imported_at)
     select id, $1, "partition", type, anchor, dn, "dnKey", attributes, counts, digest, pending, now()
     from jsonb_to_recordset($2::jsonb) ${ROW}`,
    [connectorId, jsonRows(rows)],
  )
}

async function updateObjects(tx: pg.PoolClient, rows: readonly Row[]): Promise<void> {
  if (rows.length === 0) return
  await tx.query(
    `update cs_object o set partition = p."partition", object_type = p.type, anchor = p.anchor, dn = p.dn,
       dn_key = p."dnKey", attributes = p.attributes, reference_counts = p.counts, hash = p.digest,
       pending_import = p.pending, placeholder = false, imported_at = now()
     from jsonb_to_recordset($1::jsonb) ${ROW}
     where o.id = p.id`,
    [jsonRows(rows)],
  )
}
