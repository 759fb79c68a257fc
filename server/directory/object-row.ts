import type { AttributeChanges, AttributeMap } from '../attributes/value.ts'
import type { ObjectType, StoredObject } from './model.ts'

/** A row of `directory_object` as pg returns it. */
export type ObjectRow = {
  readonly id: string
  readonly object_type: ObjectType
  readonly source_anchor: string | null
  readonly synced: boolean
  readonly mastered_by: StoredObject['masteredBy']
  readonly privileged: boolean
  readonly attributes: AttributeMap
  readonly written: AttributeChanges
  readonly created_at: Date
  readonly updated_at: Date
  readonly deleted_at: Date | null
  readonly source_created_at: Date | null
}

export const OBJECT_COLUMNS = `o.id, o.object_type, o.source_anchor, o.synced, o.mastered_by, o.privileged, o.attributes,
  o.written, o.created_at, o.updated_at, o.deleted_at, o.source_created_at`

export function storedObject(row: ObjectRow): StoredObject {
  return {
    id: row.id,
    objectType: row.object_type,
    sourceAnchor: row.source_anchor,
    synced: row.synced,
    masteredBy: row.mastered_by,
    privileged: row.privileged,
    attributes: row.attributes,
    written: row.written,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
    deletedAt: row.deleted_at,
    sourceCreatedAt: row.source_created_at,
  }
}
