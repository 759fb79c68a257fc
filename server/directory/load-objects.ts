import type { Sql } from '../../db/client.ts'
import type { ObjectType, StoredObject } from './model.ts'
import { OBJECT_COLUMNS, type ObjectRow, storedObject } from './object-row.ts'
import type { Holders } from './settle-claims.ts'
import { holdingKey, type UniqueValue } from './unique-values.ts'

/** Objects by directory id, soft-deleted ones included. */
export async function loadById(sql: Sql, ids: readonly string[]): Promise<Map<string, StoredObject>> {
  if (ids.length === 0) return new Map()
  const { rows } = await sql.query<ObjectRow>(
    `select ${OBJECT_COLUMNS} from directory_object o where o.id = any($1::uuid[])`,
    [ids],
  )
  return new Map(rows.map((row) => [row.id, storedObject(row)]))
}

export function anchorKey(objectType: ObjectType, sourceAnchor: string): string {
  return `${objectType} ${sourceAnchor}`
}

/** Objects by `anchorKey`, soft-deleted ones included. */
export async function loadByAnchor(
  sql: Sql,
  wanted: readonly { readonly objectType: ObjectType; readonly sourceAnchor: string }[],
): Promise<Map<string, StoredObject>> {
  if (wanted.length === 0) return new Map()
  const { rows } = await sql.query<ObjectRow>(
    `select ${OBJECT_COLUMNS} from unnest($1::text[], $2::text[]) w(object_type, source_anchor)
     join directory_object o on o.object_type = w.object_type and o.source_anchor = w.source_anchor collate "C"`,
    [wanted.map(({ objectType }) => objectType), wanted.map(({ sourceAnchor }) => sourceAnchor)],
  )
  return new Map(rows.map((row) => [anchorKey(row.object_type, row.source_anchor ?? ''), storedObject(row)]))
}

/** Who holds which of these values. */
export async function loadHolders(sql: Sql, values: readonly UniqueValue[]): Promise<Holders> {
  if (values.length === 0) return new Map()
  const { rows } = await sql.query<{ kind: UniqueValue['kind']; value_key: string; object_id: string }>(
    `select u.kind, u.value_key, u.object_id from unnest($1::text[], $2::text[]) w(kind, value_key)
     join directory_unique_value u on u.kind = w.kind and u.value_key = w.value_key collate "C"`,
    [values.map(({ kind }) => kind), values.map(({ key }) => key)],
  )
  const objects = await loadById(sql, [...new Set(rows.map((row) => row.object_id))])
  const holders = new Map<string, StoredObject>()
  for (const row of rows) {
    const holder = objects.get(row.object_id)
    if (holder) holders.set(holdingKey({ kind: row.kind, key: row.value_key }), holder)
  }
  return holders
}
