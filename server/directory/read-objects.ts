import type { Sql } from '../../db/client.ts'
import type { StoredObject } from './model.ts'
import { OBJECT_COLUMNS, type ObjectRow, storedObject } from './object-row.ts'

/** One reference to a live object. */
export type Reference = {
  readonly sourceId: string
  readonly attribute: string
  readonly targetId: string
  readonly targetAnchor: string | null
}

/** Live objects in the order of their ids, from after `afterId` (undefined: from the first). */
export async function readObjects(
  sql: Sql,
  afterId: string | undefined,
  limit: number,
): Promise<StoredObject[]> {
  const { rows } = await sql.query<ObjectRow>(
    `select ${OBJECT_COLUMNS} from directory_object o
     where o.deleted_at is null and ($1::uuid is null or o.id > $1) order by o.id limit $2`,
    [afterId ?? null, limit],
  )
  return rows.map(storedObject)
}

/** The references of these objects to live objects. */
export async function readReferences(sql: Sql, sourceIds: readonly string[]): Promise<Reference[]> {
  if (sourceIds.length === 0) return []
  const { rows } = await sql.query<{
    source_id: string
    attribute: string
    target_id: string
    source_anchor: string | null
  }>(
    `select e.source_id, e.attribute, e.target_id, t.source_anchor from directory_edge e
     join directory_object t on t.id = e.target_id and t.deleted_at is null
     where e.source_id = any($1::uuid[])`,
    [sourceIds],
  )
  return rows.map((row) => ({
    sourceId: row.source_id,
    attribute: row.attribute,
    targetId: row.target_id,
    targetAnchor: row.source_anchor,
  }))
}
