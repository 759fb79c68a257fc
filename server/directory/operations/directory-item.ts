import { z } from 'zod'
import type { Sql } from '../../../db/client.ts'
import { isList, type StoredValue } from '../../attributes/value.ts'
import { definitionOf } from '../attribute-schema.ts'
import { OBJECT_TYPES, type StoredObject } from '../model.ts'

const scalar = z.union([
  z.string(),
  z.number(),
  z.boolean(),
  z.object({ base64: z.string() }),
  z.object({ id: z.string() }),
])

/** A directory object as the API shows it. Members of a group are not among its attributes. */
export const directoryItem = z.object({
  id: z.string(),
  objectType: z.enum(OBJECT_TYPES),
  /** Base64 of the anchor's bytes; null for objects that never had one. */
  sourceAnchor: z.string().nullable(),
  synced: z.boolean(),
  /** ISO 8601; null while it is not deleted. */
  deletedAt: z.string().nullable(),
  /** Text, number, Boolean, `{ base64 }` for binary, `{ id }` for a reference; arrays where multi-valued. Integers
   * beyond 2^53 are decimal text. */
  attributes: z.record(z.string(), z.union([scalar, z.array(scalar)])),
})

export const directoryPage = z.object({ items: z.array(directoryItem), nextCursor: z.string().nullable() })

export type DirectoryItem = z.output<typeof directoryItem>
type Scalar = z.output<typeof scalar>

/** Objects as items, with their references; in the order given. */
export async function toItems(sql: Sql, objects: readonly StoredObject[]): Promise<DirectoryItem[]> {
  const references = await loadReferences(
    sql,
    objects.map(({ id }) => id),
  )
  return objects.map(({ id, objectType, sourceAnchor, synced, deletedAt, attributes }) => ({
    id,
    objectType,
    sourceAnchor,
    synced,
    deletedAt: deletedAt?.toISOString() ?? null,
    attributes: {
      ...Object.fromEntries(
        Object.entries(attributes).map(([name, value]) => [
          name,
          isList(value) ? value.map(toScalar) : toScalar(value),
        ]),
      ),
      ...references.get(id),
    },
  }))
}

function toScalar(value: StoredValue): Scalar {
  if (typeof value !== 'object') return value
  return 'b' in value ? { base64: value.b } : value.n
}

type References = Record<string, Scalar | Scalar[]>

/** The references of these objects to live objects, members left out. Two ranges, so that no member is read. */
async function loadReferences(sql: Sql, ids: readonly string[]): Promise<Map<string, References>> {
  if (ids.length === 0) return new Map()
  const { rows } = await sql.query<{ source_id: string; attribute: string; targets: string[] }>(
    `select e.source_id, e.attribute, array_agg(e.target_id::text order by e.target_id) as targets
     from (select * from directory_edge where source_id = any($1::uuid[]) and attribute < 'member'
       union all select * from directory_edge where source_id = any($1::uuid[]) and attribute > 'member') e
     join directory_object t on t.id = e.target_id and t.deleted_at is null
     group by e.source_id, e.attribute order by e.attribute`,
    [ids],
  )
  const found = new Map<string, References>()
  for (const { source_id, attribute, targets } of rows) {
    const values = targets.map((id) => ({ id }))
    const [first] = values
    if (!first) continue
    const own = found.get(source_id) ?? {}
    own[attribute] = definitionOf(attribute).multi ? values : first
    found.set(source_id, own)
  }
  return found
}
