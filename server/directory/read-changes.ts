import type { Sql } from '../../db/client.ts'
import type { StoredObject } from './model.ts'
import { OBJECT_COLUMNS, type ObjectRow, storedObject } from './object-row.ts'

/** Where a delta reader is: between `since` and `until`, at which part, after which row. Plain data. */
export type ChangePosition = {
  /** Everything up to this change number has been read in earlier rounds. */
  readonly since: number
  /** The round's end, fixed at its start. */
  readonly until: number
  readonly part: 'objects' | 'tombstones' | 'edges' | 'removed-edges'
  /** The last row read of that part: change number, then ids. */
  readonly after: readonly [number, string, string, string] | undefined
}

export type EdgeState = {
  readonly sourceId: string
  readonly attribute: string
  readonly targetId: string
  readonly present: boolean
}

export type DirectoryChanges = {
  /** Current state, soft-deleted ones included. */
  readonly objects: readonly StoredObject[]
  /** Ids of objects gone for good. */
  readonly purged: readonly string[]
  readonly edges: readonly EdgeState[]
  /** Where the next page starts; when `done`, where the next round starts. */
  readonly next: ChangePosition
  readonly done: boolean
}

/** Starts a round: everything committed after `since` (0: everything) and until now. */
export async function startRound(sql: Sql, since: number): Promise<ChangePosition> {
  const { rows } = await sql.query<{ newest: string | null }>(
    `select greatest((select max(change_seq) from directory_object), (select max(change_seq) from directory_tombstone),
       (select max(change_seq) from directory_edge), (select max(change_seq) from directory_edge_removed)) as newest`,
  )
  return { since, until: Math.max(since, Number(rows[0]?.newest ?? 0)), part: 'objects', after: undefined }
}

/** A reference is that much smaller than an object. */
const EDGES_PER_OBJECT = 10

const PARTS = ['objects', 'tombstones', 'edges', 'removed-edges'] as const

/**
 * The next page of a round. What changes while a round is read may appear in this round and appears in the next:
 * numbers become visible in ascending order (`beginChange`), so nothing up to `until` can come later.
 */
export async function readChanges(
  sql: Sql,
  position: ChangePosition,
  limit: number,
): Promise<DirectoryChanges> {
  if (position.part === 'objects') {
    const { rows } = await sql.query<ObjectRow & Numbered>(OBJECTS, objectBounds(position, limit))
    const next = advance(position, rows, limit)
    return { objects: rows.map(storedObject), purged: [], edges: [], ...next }
  }
  if (position.part === 'tombstones') {
    const { rows } = await sql.query<Numbered & { id: string }>(TOMBSTONES, objectBounds(position, limit))
    return { objects: [], purged: rows.map((row) => row.id), edges: [], ...advance(position, rows, limit) }
  }
  const present = position.part === 'edges'
  const edgeLimit = limit * EDGES_PER_OBJECT
  const { rows } = await sql.query<EdgeRow>(
    present ? edgesOf('directory_edge') : edgesOf('directory_edge_removed'),
    edgeBounds(position, edgeLimit),
  )
  const edges = rows
    .filter(({ live }) => live)
    .map((row) => ({ sourceId: row.source_id, attribute: row.attribute, targetId: row.target_id, present }))
  return { objects: [], purged: [], edges, ...advance(position, rows, edgeLimit) }
}

type EdgeRow = Numbered & {
  readonly source_id: string
  readonly attribute: string
  readonly target_id: string
  readonly live: boolean
}

type Numbered = { readonly change_seq: string; readonly key: readonly [string, string, string] }

const OBJECTS = `select ${OBJECT_COLUMNS}, o.change_seq, array[o.id::text, '', ''] as key from directory_object o
  where (o.change_seq, o.id) > ($1::bigint, $3::uuid) and o.change_seq <= $2
  order by o.change_seq, o.id limit $4`

const TOMBSTONES = `select o.id, o.change_seq, array[o.id::text, '', ''] as key from directory_tombstone o
  where (o.change_seq, o.id) > ($1::bigint, $3::uuid) and o.change_seq <= $2
  order by o.change_seq, o.id limit $4`

/**
 * Only references between live objects count; the others' ends are reported as deleted. They are left out after the
 * page is cut, or a page would look up both ends of everything behind it.
 */
function edgesOf(table: 'directory_edge' | 'directory_edge_removed'): string {
  return `select e.*, array[e.source_id::text, e.attribute, e.target_id::text] as key,
      exists (select from directory_object s where s.id = e.source_id and s.deleted_at is null)
        and exists (select from directory_object t where t.id = e.target_id and t.deleted_at is null) as live
    from (select source_id, attribute, target_id, change_seq from ${table}
      where (change_seq, source_id, attribute, target_id) > ($1::bigint, $3::uuid, $4::text, $5::uuid)
        and change_seq <= $2
      order by change_seq, source_id, attribute, target_id limit $6) e
    order by e.change_seq, e.source_id, e.attribute, e.target_id`
}

const LAST_ID = 'ffffffff-ffff-ffff-ffff-ffffffffffff'

/** Without a row to go on after, everything numbered `since` is behind. */
function objectBounds({ since, until, after }: ChangePosition, limit: number): unknown[] {
  const [number, id] = after ?? [since, LAST_ID]
  return [number, until, id, limit]
}

function edgeBounds({ since, until, after }: ChangePosition, limit: number): unknown[] {
  const [number, source, attribute, target] = after ?? [since, LAST_ID, '', LAST_ID]
  return [number, until, source, attribute, target, limit]
}

function advance(
  position: ChangePosition,
  rows: readonly Numbered[],
  limit: number,
): { next: ChangePosition; done: boolean } {
  const last = rows.at(-1)
  if (last && rows.length === limit) {
    return { next: { ...position, after: [Number(last.change_seq), ...last.key] }, done: false }
  }
  const part = PARTS[PARTS.indexOf(position.part) + 1]
  if (part) return { next: { ...position, part, after: undefined }, done: false }
  return {
    next: { since: position.until, until: position.until, part: 'objects', after: undefined },
    done: true,
  }
}
