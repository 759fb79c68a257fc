import { z } from 'zod'
import type { Sql } from '../../../db/client.ts'
import { presentAttribute, presentedValueSchema } from '../../attributes/present.ts'
import type { AttributeMap } from '../../attributes/value.ts'
import { sidText } from '../../ldap/ad-values.ts'
import { definitionOf } from '../attribute-schema.ts'
import { OBJECT_TYPES, type StoredObject } from '../model.ts'

const scalar = z.union([presentedValueSchema, z.object({ id: z.string() })])

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
    attributes: { ...presentAttributes(attributes), ...references.get(id) },
  }))
}

/** What is shown (decision 21): a country code of 0 means none, and the SID also stands there as people know it. */
function presentAttributes(attributes: AttributeMap): DirectoryItem['attributes'] {
  const shown: DirectoryItem['attributes'] = {}
  for (const [name, value] of Object.entries(attributes)) {
    const presented = presentAttribute(value)
    if (presented !== null && !(name === 'countryCode' && value === 0)) shown[name] = presented
  }
  const sid = securityIdentifier(attributes)
  return sid === undefined ? shown : { onPremisesSecurityIdentifier: sid, ...shown }
}

const SID_HEADER_BYTES = 8

function securityIdentifier({ objectSid }: AttributeMap): string | undefined {
  if (typeof objectSid !== 'object' || !('b' in objectSid)) return undefined
  const bytes = Buffer.from(objectSid.b, 'base64')
  const wellFormed =
    bytes.length >= SID_HEADER_BYTES && bytes.length === SID_HEADER_BYTES + 4 * (bytes[1] ?? 0)
  return wellFormed ? sidText(bytes) : undefined
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
