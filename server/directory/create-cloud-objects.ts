import type pg from 'pg'
import type { AttributeMap } from '../attributes/value.ts'
import { newId } from '../ids.ts'
import { beginChange } from './begin-change.ts'
import type { Draft, DraftContext } from './draft-change.ts'
import { evaluateAttributes } from './evaluate-attributes.ts'
import { loadDomains } from './load-domains.ts'
import { anchorKey, loadByAnchor } from './load-objects.ts'
import {
  type ChangeResult,
  DEFAULT_FEATURES,
  type DirectoryProblem,
  type ObjectType,
  type StoredObject,
} from './model.ts'
import { writeSettled } from './write-settled.ts'

/** An object that lives in the cloud only. */
export type CloudObject = {
  /** The caller's own id; results carry it. */
  readonly key: string
  readonly objectType: ObjectType
  readonly attributes: AttributeMap
  /** Base64 text a later synchronisation hard-matches; users only. */
  readonly immutableId?: string
  /** Holds a role: no synchronisation takes it over. */
  readonly privileged?: boolean
}

/** Creates objects managed in the cloud, in the caller's transaction; one result per object, in order. */
export async function createCloudObjects(
  tx: pg.PoolClient,
  objects: readonly CloudObject[],
  now: Date,
): Promise<ChangeResult[]> {
  if (objects.length === 0) return []
  const changeSeq = await beginChange(tx)
  const context: DraftContext = {
    domains: await loadDomains(tx),
    features: { ...DEFAULT_FEATURES, blockSoftMatch: true },
    now,
    newId,
  }
  const anchors = await loadByAnchor(tx, objects.flatMap(withAnchor))
  const results = new Map<string, ChangeResult>()
  const drafts: Draft[] = []
  for (const object of objects) {
    const drafted = draftCloudObject(object, anchors, context)
    if ('problem' in drafted)
      results.set(object.key, { key: object.key, ok: false, problem: drafted.problem })
    else drafts.push(drafted.draft)
  }
  for (const result of await writeSettled(tx, drafts, context, changeSeq)) results.set(result.key, result)
  return objects.flatMap(({ key }) => results.get(key) ?? [])
}

function withAnchor({ objectType, immutableId }: CloudObject) {
  return immutableId === undefined ? [] : [{ objectType, sourceAnchor: immutableId }]
}

function draftCloudObject(
  { key, objectType, attributes, immutableId, privileged }: CloudObject,
  anchors: ReadonlyMap<string, StoredObject>,
  { domains, now }: DraftContext,
): { draft: Draft } | { problem: DirectoryProblem } {
  const problem = immutableIdProblem(objectType, immutableId, anchors)
  if (problem) return { problem }
  const values = evaluateAttributes(objectType, undefined, undefined, attributes, domains)
  if (!values.ok) return { problem: values.problem }
  const next: StoredObject = {
    id: newId(),
    objectType,
    sourceAnchor: immutableId ?? null,
    synced: false,
    masteredBy: 'cloud',
    privileged: privileged ?? false,
    attributes: values.attributes,
    written: {},
    createdAt: now,
    updatedAt: now,
    deletedAt: null,
    sourceCreatedAt: null,
  }
  const change = {
    key,
    operation: 'add',
    objectType,
    id: undefined,
    attributes,
    createdAt: undefined,
  } as const
  return { draft: { change, target: undefined, next, outcome: 'created', warnings: values.warnings } }
}

function immutableIdProblem(
  objectType: ObjectType,
  immutableId: string | undefined,
  anchors: ReadonlyMap<string, StoredObject>,
): DirectoryProblem | undefined {
  if (immutableId === undefined) return undefined
  const holder = anchors.get(anchorKey(objectType, immutableId))
  if (objectType === 'user' && !holder) return undefined
  return {
    code: objectType === 'user' ? 'AttributeValueMustBeUnique' : 'IdentityDataValidationFailed',
    message: holder
      ? `The immutable id ${immutableId} belongs to ${holder.id}. Choose another or remove it there.`
      : `Only users can be given an immutable id, not a ${objectType}.`,
    attribute: 'immutableId',
    value: immutableId,
    retry: false,
  }
}
