import { sameValues } from '../attributes/value.ts'
import { evaluateAttributes, type Values } from './evaluate-attributes.ts'
import type {
  DirectoryFeatures,
  DirectoryProblem,
  DirectoryWarning,
  Domains,
  ObjectChange,
  ObjectOutcome,
  StoredObject,
} from './model.ts'
import * as problems from './problems.ts'

/** What one change wants to make of one object; whether it may is decided when all claims are known. */
export type Draft = {
  readonly change: ObjectChange
  readonly target: StoredObject | undefined
  /** The object as it would be; an add that matches nothing so far has a new id. */
  readonly next: StoredObject
  readonly outcome: ObjectOutcome
  readonly warnings: readonly DirectoryWarning[]
}

export type Drafted =
  | { readonly ok: true; readonly draft: Draft }
  | { readonly ok: false; readonly change: ObjectChange; readonly problem: DirectoryProblem }
  /** A delete of what is already gone. */
  | { readonly ok: 'gone'; readonly change: ObjectChange; readonly id: string }

export type DraftContext = {
  readonly domains: Domains
  readonly features: DirectoryFeatures
  readonly now: Date
  readonly newId: () => string
}

const MAX_ANCHOR_LENGTH = 256

/** Drafts one change; `target` is the object it names or whose anchor it carries (hard match). */
export function draftChange(
  change: ObjectChange,
  target: StoredObject | undefined,
  context: DraftContext,
): Drafted {
  if (change.operation === 'delete') return draftDelete(change, target, context)
  if (change.operation === 'update') return draftUpdate(change, target, context)
  return draftAdd(change, target, context)
}

function draftDelete(change: ObjectChange, target: StoredObject | undefined, { now }: DraftContext): Drafted {
  if (!target || target.deletedAt) return { ok: 'gone', change, id: change.id ?? '' }
  if (target.masteredBy === 'cloud') return refuse(change, problems.deleteOfCloudObject(target))
  const next: StoredObject = { ...target, synced: false, deletedAt: now, updatedAt: now }
  return { ok: true, draft: { change, target, next, outcome: 'deleted', warnings: [] } }
}

function draftUpdate(change: ObjectChange, target: StoredObject | undefined, context: DraftContext): Drafted {
  if (!target || target.deletedAt) return refuse(change, problems.missingObject(change))
  const anchor = change.attributes.sourceAnchor
  const carriesAnchor = typeof anchor === 'string' && anchor === target.sourceAnchor
  if (anchor !== undefined && !carriesAnchor && target.sourceAnchor !== null) {
    return refuse(change, problems.anchorChanged(target, String(anchor)))
  }
  if (target.masteredBy === 'cloud') {
    if (!carriesAnchor) return refuse(change, problems.notManagedHere(change, target))
    const problem = takeoverProblem(target, target, context)
    if (problem) return refuse(change, problem)
  }
  return draftOnto(change, target, target, 'updated', context)
}

function draftAdd(change: ObjectChange, target: StoredObject | undefined, context: DraftContext): Drafted {
  const anchor = anchorOf(change)
  if (anchor === undefined)
    return refuse(change, problems.anchorUnusable(change, 'comes without a source anchor'))
  if (anchor.length > MAX_ANCHOR_LENGTH) {
    return refuse(
      change,
      problems.anchorUnusable(change, `has a source anchor of ${anchor.length} characters; 256 are allowed`),
    )
  }
  if (!target) return draftNew(change, anchor, context)
  if (target.masteredBy === 'on-premises') {
    // An add carries the whole object: what an earlier life left behind goes.
    return draftOnto(change, target, undefined, target.deletedAt ? 'restored' : 'updated', context)
  }
  const claimant = { id: target.id, objectType: change.objectType, attributes: change.attributes }
  const problem = takeoverProblem({ ...target, ...named(claimant) }, target, context)
  if (problem) return refuse(change, problem)
  return draftOnto(change, target, target, target.deletedAt ? 'restored' : 'matched', context)
}

function named(object: {
  id: string
  objectType: StoredObject['objectType']
  attributes: ObjectChange['attributes']
}) {
  const attributes = Object.fromEntries(
    Object.entries(object.attributes).flatMap(([k, v]) => (v === null ? [] : [[k, v]])),
  )
  return { id: object.id, objectType: object.objectType, attributes }
}

/** Why a cloud-mastered object may not be taken over by its source anchor. */
function takeoverProblem(
  claimant: StoredObject,
  target: StoredObject,
  { features }: DraftContext,
): DirectoryProblem | undefined {
  if (target.privileged) return problems.privilegedAccount(claimant, target)
  return features.blockCloudObjectTakeoverThroughHardMatch
    ? problems.takeoverBlocked(claimant, target)
    : undefined
}

function draftNew(change: ObjectChange, sourceAnchor: string, context: DraftContext): Drafted {
  const values = evaluateAttributes(
    change.objectType,
    undefined,
    undefined,
    change.attributes,
    context.domains,
  )
  if (!values.ok) return refuse(change, values.problem)
  const next: StoredObject = {
    id: context.newId(),
    objectType: change.objectType,
    sourceAnchor,
    synced: true,
    masteredBy: 'on-premises',
    privileged: false,
    attributes: values.attributes,
    written: values.written,
    createdAt: context.now,
    updatedAt: context.now,
    deletedAt: null,
    sourceCreatedAt: change.createdAt ?? null,
  }
  return {
    ok: true,
    draft: { change, target: undefined, next, outcome: 'created', warnings: values.warnings },
  }
}

/** A draft that changes `target`; `base` is what stays of it where the change names no attribute. */
export function draftOnto(
  change: ObjectChange,
  target: StoredObject,
  base: Values | undefined,
  outcome: ObjectOutcome,
  context: DraftContext,
): Drafted {
  const values = evaluateAttributes(target.objectType, base, target, change.attributes, context.domains)
  if (!values.ok) return refuse(change, values.problem)
  const next: StoredObject = {
    ...target,
    sourceAnchor: anchorOf(change) ?? target.sourceAnchor,
    synced: true,
    masteredBy: 'on-premises',
    attributes: values.attributes,
    written: values.written,
    updatedAt: context.now,
    deletedAt: null,
    sourceCreatedAt: change.createdAt ?? target.sourceCreatedAt,
  }
  const same = isSameState(target, next)
  return {
    ok: true,
    draft: {
      change,
      target,
      next: same ? target : next,
      outcome: same ? 'unchanged' : outcome,
      warnings: values.warnings,
    },
  }
}

function isSameState(a: StoredObject, b: StoredObject): boolean {
  return (
    a.sourceAnchor === b.sourceAnchor &&
    a.synced === b.synced &&
    a.masteredBy === b.masteredBy &&
    (a.deletedAt === null) === (b.deletedAt === null) &&
    sameAttributes(a.attributes, b.attributes) &&
    sameAttributes(a.written, b.written)
  )
}

function sameAttributes(a: ObjectChange['attributes'], b: ObjectChange['attributes']): boolean {
  const names = Object.keys(a)
  if (names.length !== Object.keys(b).length) return false
  return names.every((name) => name in b && sameValues(a[name], b[name]))
}

function anchorOf(change: ObjectChange): string | undefined {
  const anchor = change.attributes.sourceAnchor
  return typeof anchor === 'string' && anchor !== '' ? anchor : undefined
}

function refuse(change: ObjectChange, problem: DirectoryProblem): Drafted {
  return { ok: false, change, problem }
}
