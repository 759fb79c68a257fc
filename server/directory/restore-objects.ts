import type pg from 'pg'
import { newId } from '../ids.ts'
import { beginChange } from './begin-change.ts'
import type { Draft, DraftContext } from './draft-change.ts'
import { loadDomains } from './load-domains.ts'
import { loadById } from './load-objects.ts'
import { type ChangeResult, DEFAULT_FEATURES, type StoredObject } from './model.ts'
import { writeSettled } from './write-settled.ts'

/**
 * Brings soft-deleted objects back, by id, as objects managed in the cloud: their synchronised flag stays false, and
 * a synchronisation that wants them back takes them over by their source anchor. Refused as
 * `AttributeValueMustBeUnique` when another object has taken one of their unique values meanwhile. An object that is
 * not deleted is unchanged.
 */
export async function restoreObjects(
  tx: pg.PoolClient,
  ids: readonly string[],
  now: Date,
): Promise<ChangeResult[]> {
  if (ids.length === 0) return []
  const changeSeq = await beginChange(tx)
  const context: DraftContext = { domains: await loadDomains(tx), features: DEFAULT_FEATURES, now, newId }
  const found = await loadById(tx, ids)
  const drafts = [...found.values()]
    .filter(({ deletedAt }) => deletedAt)
    .map((object) => restored(object, now))
  const results = new Map(
    (await writeSettled(tx, drafts, context, changeSeq)).map((result) => [result.key, result]),
  )
  return ids.map((id) => results.get(id) ?? untouched(id, found.has(id)))
}

function restored(target: StoredObject, now: Date): Draft {
  const { id, objectType } = target
  const change = {
    key: id,
    operation: 'update',
    objectType,
    id,
    attributes: {},
    createdAt: undefined,
  } as const
  const next: StoredObject = {
    ...target,
    masteredBy: 'cloud',
    synced: false,
    deletedAt: null,
    updatedAt: now,
  }
  return { change, target, next, outcome: 'restored', warnings: [] }
}

function untouched(id: string, exists: boolean): ChangeResult {
  if (exists) return { key: id, ok: true, id, outcome: 'unchanged', warnings: [] }
  const message = `There is no object ${id}; it may have been deleted for good.`
  return { key: id, ok: false, problem: { code: 'cd-missing-object', message, retry: false } }
}
