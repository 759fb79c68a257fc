import type pg from 'pg'
import { newId } from '../ids.ts'
import { beginChange } from './begin-change.ts'
import { type Draft, type DraftContext, draftChange } from './draft-change.ts'
import { loadDomains } from './load-domains.ts'
import { anchorKey, loadByAnchor, loadById } from './load-objects.ts'
import {
  type ChangeResult,
  DEFAULT_FEATURES,
  type DirectoryFeatures,
  type ObjectChange,
  type StoredObject,
} from './model.ts'
import * as problems from './problems.ts'
import { writeSettled } from './write-settled.ts'

/**
 * Applies a batch of changes by a synchronisation in the caller's transaction; one result per change, in order.
 * Values are matched, checked and made unique as connect-sync reference 13.1 and 13.3 say; a refused change leaves
 * nothing behind and the others go on. Repeating a batch changes nothing. Set-based: the number of statements does not
 * depend on the size of the batch (500 to 1000 is best). Within a batch values released are free for others; over the
 * batches of one export the caller sends what releases before what claims, and new objects by creation, then anchor.
 * The transaction holds the directory's lock from here on (see `beginChange`).
 */
export async function applyObjects(
  tx: pg.PoolClient,
  changes: readonly ObjectChange[],
  now: Date,
  features: DirectoryFeatures = DEFAULT_FEATURES,
): Promise<ChangeResult[]> {
  if (changes.length === 0) return []
  const changeSeq = await beginChange(tx)
  const context: DraftContext = { domains: await loadDomains(tx), features, now, newId }
  const results = new Map<string, ChangeResult>()
  const drafts = draftAll(changes, await findTargets(tx, changes), context, results)
  for (const result of await writeSettled(tx, drafts, context, changeSeq)) results.set(result.key, result)
  return changes.flatMap(({ key }) => results.get(key) ?? [])
}

/** The object each change names or whose anchor an add carries, by the change's key. */
async function findTargets(
  tx: pg.PoolClient,
  changes: readonly ObjectChange[],
): Promise<(change: ObjectChange) => StoredObject | undefined> {
  const anchored = changes.flatMap((change) => {
    const sourceAnchor = change.operation === 'add' ? change.attributes.sourceAnchor : undefined
    return typeof sourceAnchor === 'string' ? [{ objectType: change.objectType, sourceAnchor }] : []
  })
  const byId = await loadById(
    tx,
    changes.flatMap(({ operation, id }) => (operation === 'add' ? [] : (id ?? []))),
  )
  const byAnchor = await loadByAnchor(tx, anchored)
  return ({ operation, objectType, id, attributes }) =>
    operation === 'add'
      ? byAnchor.get(anchorKey(objectType, String(attributes.sourceAnchor)))
      : byId.get(id ?? '')
}

function draftAll(
  changes: readonly ObjectChange[],
  targetOf: (change: ObjectChange) => StoredObject | undefined,
  context: DraftContext,
  results: Map<string, ChangeResult>,
): Draft[] {
  const drafts = new Map<string, Draft>()
  for (const change of changes) {
    const drafted = draftChange(change, targetOf(change), context)
    if (drafted.ok === 'gone') {
      results.set(change.key, {
        key: change.key,
        ok: true,
        id: drafted.id,
        outcome: 'unchanged',
        warnings: [],
      })
      continue
    }
    if (drafted.ok === false) {
      results.set(change.key, { key: change.key, ok: false, problem: drafted.problem })
      continue
    }
    const { next } = drafted.draft
    const identity = anchorKey(next.objectType, next.sourceAnchor ?? next.id)
    if (drafts.has(identity))
      results.set(change.key, { key: change.key, ok: false, problem: problems.changedTwice(next) })
    else drafts.set(identity, drafted.draft)
  }
  return [...drafts.values()]
}
