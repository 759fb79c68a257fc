import type pg from 'pg'
import { isSingleReference } from './attribute-schema.ts'
import { beginChange } from './begin-change.ts'
import type { DirectoryProblem } from './model.ts'

/** References of one object and attribute; targets are directory ids of objects of any type. */
export type EdgeChange = {
  readonly sourceId: string
  readonly attribute: string
  readonly add: readonly string[]
  readonly remove: readonly string[]
}

export type EdgeResult = {
  readonly sourceId: string
  readonly attribute: string
  /** References that could not be set because one end does not exist; everything else was done. */
  readonly missing: readonly string[]
  readonly problem: DirectoryProblem | undefined
}

type Pairs = { sources: string[]; attributes: string[]; targets: string[] }

/**
 * Adds and removes references in the caller's transaction, by set; one result per change. Setting what is there and
 * removing what is not are no changes. An attribute that refers to one object at most (manager, managedBy …) is
 * replaced by an add. Holds the directory's lock until the transaction ends.
 */
export async function applyEdges(
  tx: pg.PoolClient,
  changes: readonly EdgeChange[],
  now: Date,
): Promise<EdgeResult[]> {
  if (changes.length === 0) return []
  const changeSeq = await beginChange(tx)
  const added = pairsOf(changes, 'add')
  await removeEdges(tx, pairsOf(changes, 'remove'), changeSeq, now)
  await removeReplaced(tx, changes, changeSeq, now)
  const missing = added.targets.length === 0 ? new Set<string>() : await addEdges(tx, added, changeSeq)
  return changes.map((change) => resultOf(change, missing))
}

function pairsOf(changes: readonly EdgeChange[], which: 'add' | 'remove'): Pairs {
  const pairs: Pairs = { sources: [], attributes: [], targets: [] }
  for (const change of changes) {
    for (const target of change[which]) {
      pairs.sources.push(change.sourceId)
      pairs.attributes.push(change.attribute)
      pairs.targets.push(target)
    }
  }
  return pairs
}

const values = ({ sources, attributes, targets }: Pairs) => [sources, attributes, targets]

const RECORD_REMOVED = `insert into directory_edge_removed (source_id, attribute, target_id, change_seq, removed_at)
  select source_id, attribute, target_id, $4, $5 from gone
  on conflict (source_id, attribute, target_id)
  do update set change_seq = excluded.change_seq, removed_at = excluded.removed_at`

async function removeEdges(tx: pg.PoolClient, pairs: Pairs, changeSeq: number, now: Date): Promise<void> {
  if (pairs.targets.length === 0) return
  await tx.query(
    `with gone as (
       delete from directory_edge e using unnest($1::uuid[], $2::text[], $3::uuid[]) r(source_id, attribute, target_id)
       where e.source_id = r.source_id and e.attribute = r.attribute and e.target_id = r.target_id
       returning e.source_id, e.attribute, e.target_id)
     ${RECORD_REMOVED}`,
    [...values(pairs), changeSeq, now],
  )
}

/** The previous value of an attribute that holds one reference goes when another is set. */
async function removeReplaced(
  tx: pg.PoolClient,
  changes: readonly EdgeChange[],
  changeSeq: number,
  now: Date,
): Promise<void> {
  const replaced = pairsOf(
    changes.filter(({ attribute }) => isSingleReference(attribute)),
    'add',
  )
  if (replaced.targets.length === 0) return
  await tx.query(
    `with gone as (
       delete from directory_edge e using unnest($1::uuid[], $2::text[], $3::uuid[]) r(source_id, attribute, target_id)
       where e.source_id = r.source_id and e.attribute = r.attribute and e.target_id <> r.target_id
         and exists (select from directory_object t where t.id = r.target_id)
       returning e.source_id, e.attribute, e.target_id)
     ${RECORD_REMOVED}`,
    [...values(replaced), changeSeq, now],
  )
}

/** Returns the keys of the references of which one end does not exist. */
async function addEdges(tx: pg.PoolClient, pairs: Pairs, changeSeq: number): Promise<Set<string>> {
  const known = await existing(tx, [...new Set([...pairs.sources, ...pairs.targets])])
  const good: Pairs = { sources: [], attributes: [], targets: [] }
  const missing = new Set<string>()
  for (const [index, target] of pairs.targets.entries()) {
    const source = pairs.sources[index] ?? ''
    const attribute = pairs.attributes[index] ?? ''
    if (known.has(source) && known.has(target)) {
      good.sources.push(source)
      good.attributes.push(attribute)
      good.targets.push(target)
    } else missing.add(edgeKey(source, attribute, target))
  }
  await tx.query(
    `with added as (
       insert into directory_edge (source_id, attribute, target_id, change_seq)
       select source_id, attribute, target_id, $4
       from unnest($1::uuid[], $2::text[], $3::uuid[]) r(source_id, attribute, target_id)
       on conflict do nothing returning source_id, attribute, target_id)
     delete from directory_edge_removed r using added a
     where r.source_id = a.source_id and r.attribute = a.attribute and r.target_id = a.target_id`,
    [...values(good), changeSeq],
  )
  return missing
}

async function existing(tx: pg.PoolClient, ids: readonly string[]): Promise<Set<string>> {
  const { rows } = await tx.query<{ id: string }>(
    'select id from directory_object where id = any($1::uuid[])',
    [ids],
  )
  return new Set(rows.map((row) => row.id))
}

function edgeKey(source: string, attribute: string, target: string): string {
  return `${source} ${attribute} ${target}`
}

function resultOf({ sourceId, attribute, add }: EdgeChange, keys: ReadonlySet<string>): EdgeResult {
  const missing = add.filter((target) => keys.has(edgeKey(sourceId, attribute, target)))
  return {
    sourceId,
    attribute,
    missing,
    problem: missing.length === 0 ? undefined : missingEnd(sourceId, attribute, missing),
  }
}

function missingEnd(sourceId: string, attribute: string, missing: readonly string[]): DirectoryProblem {
  const [first] = missing
  const others = missing.length > 1 ? ` and ${missing.length - 1} more` : ''
  return {
    code: 'dn-attributes-failure',
    message:
      `${attribute} of ${sourceId} cannot refer to ${first}${others}: not in the directory. ` +
      'It is set once the object exists; run an import when it was removed in the cloud.',
    attribute,
    ...(first === undefined ? {} : { value: first }),
    retry: true,
  }
}
