import { type Draft, type DraftContext, draftOnto } from './draft-change.ts'
import type { DirectoryProblem, StoredObject } from './model.ts'
import * as problems from './problems.ts'
import { holdingKey, softMatchValues, type UniqueValue, uniqueValuesOf } from './unique-values.ts'

export type Settled = {
  readonly accepted: readonly Draft[]
  readonly refused: ReadonlyMap<string, DirectoryProblem>
}

/** Live objects that hold values the drafts claim, by `holdingKey`. */
export type Holders = ReadonlyMap<string, StoredObject>

/**
 * Decides who gets which unique value. Values given up in the batch are free for the others (release before claim);
 * what an object outside the batch keeps, it keeps. Objects that exist come first, then new ones by creation at the
 * source and anchor. A refused change keeps what it would have given up, which may refuse others in turn: then all
 * is decided once more, until nothing is added to the refused.
 */
export function settleClaims(drafts: readonly Draft[], holders: Holders, context: DraftContext): Settled {
  const ordered = [...drafts].sort(byRight)
  const refused = new Map<string, DirectoryProblem>()
  for (;;) {
    const round = new Round(holders, refused, context)
    round.release(ordered)
    const accepted = ordered.flatMap((draft) => round.claim(draft))
    if (!round.mustRepeat) return { accepted, refused }
  }
}

class Round {
  mustRepeat = false
  readonly #held: Map<string, StoredObject>
  readonly #taken = new Set<string>()
  readonly #refused: Map<string, DirectoryProblem>
  readonly #context: DraftContext

  constructor(holders: Holders, refused: Map<string, DirectoryProblem>, context: DraftContext) {
    this.#held = new Map(holders)
    this.#refused = refused
    this.#context = context
  }

  /** Frees what the drafts not refused so far give up. */
  release(drafts: readonly Draft[]): void {
    for (const draft of drafts) {
      if (!draft.target || this.#refused.has(draft.change.key)) continue
      this.#taken.add(draft.target.id)
      this.#releaseFrom(draft.target, draft.next)
    }
  }

  /** The draft as it may be written, or nothing when it is refused. */
  claim(draft: Draft): Draft[] {
    if (this.#refused.has(draft.change.key)) return []
    if (draft.target) return this.#claimValues(draft, true)
    const match = this.#softMatch(draft)
    if (match === undefined) return this.#claimValues(draft, false)
    if ('problem' in match) return this.#refuse(draft, match.problem, false)
    this.#taken.add(match.holder.id)
    const onto = draftOnto(draft.change, match.holder, match.holder, 'matched', this.#context)
    if (onto.ok !== true) return onto.ok === false ? this.#refuse(draft, onto.problem, false) : []
    this.#releaseFrom(match.holder, onto.draft.next)
    return this.#claimValues(onto.draft, true)
  }

  #claimValues(draft: Draft, givesUp: boolean): Draft[] {
    if (draft.next.deletedAt) return [draft]
    const values = [...uniqueValuesOf(draft.next.attributes).values()]
    for (const value of values) {
      const holder = this.#held.get(holdingKey(value))
      if (holder && holder.id !== draft.next.id) {
        return this.#refuse(draft, problems.valueInUse(value, draft.next, holder), givesUp)
      }
    }
    for (const value of values) this.#held.set(holdingKey(value), draft.next)
    return [draft]
  }

  #refuse(draft: Draft, problem: DirectoryProblem, givesUp: boolean): [] {
    this.#refused.set(draft.change.key, problem)
    // What it had given up is its own again, and someone may have been promised it.
    if (givesUp) this.mustRepeat = true
    return []
  }

  #releaseFrom(target: StoredObject, next: StoredObject): void {
    const kept = next.deletedAt ? new Map() : uniqueValuesOf(next.attributes)
    for (const key of uniqueValuesOf(target.attributes).keys()) {
      if (!kept.has(key) && this.#held.get(key)?.id === target.id) this.#held.delete(key)
    }
  }

  /**
   * Soft match (connect-sync reference 13.1). Only cloud-mastered objects can be taken over; a value that a
   * synchronised object holds is the duplicate case, whatever its type, so that the outcome does not depend on
   * whether both came in one export.
   */
  #softMatch(draft: Draft): { holder: StoredObject } | { problem: DirectoryProblem } | undefined {
    const { features } = this.#context
    if (features.blockSoftMatch) return undefined
    const { objectType, attributes } = draft.next
    for (const value of softMatchValues(objectType, attributes, features.softMatchOnUpn)) {
      const holder = this.#held.get(holdingKey(value))
      if (holder?.masteredBy !== 'cloud' || this.#taken.has(holder.id)) continue
      if (!matchesOn(value, holder)) continue
      const problem = softMatchProblem(value, draft.next, holder)
      return problem ? { problem } : { holder }
    }
    return undefined
  }
}

/** Matched on the primary address only; another address in common is a conflict of values. */
function matchesOn(value: UniqueValue, holder: StoredObject): boolean {
  return softMatchValues(holder.objectType, holder.attributes, true).some(
    (own) => holdingKey(own) === holdingKey(value),
  )
}

function softMatchProblem(
  value: UniqueValue,
  claimant: StoredObject,
  holder: StoredObject,
): DirectoryProblem | undefined {
  if (holder.objectType !== claimant.objectType) return problems.typeMismatch(value, claimant, holder)
  if (holder.sourceAnchor !== null) return problems.otherAnchor(value, claimant, holder)
  if (holder.privileged) return problems.privilegedAccount(claimant, holder)
  return undefined
}

/** Objects that exist before new ones; new ones by creation at the source (unknown last), then anchor. */
function byRight(a: Draft, b: Draft): number {
  if (!a.target !== !b.target) return a.target ? -1 : 1
  const times = timeOf(a) - timeOf(b)
  if (!a.target && times !== 0 && !Number.isNaN(times)) return times
  const left = a.next.sourceAnchor ?? a.next.id
  const right = b.next.sourceAnchor ?? b.next.id
  return left < right ? -1 : left > right ? 1 : 0
}

function timeOf(draft: Draft): number {
  return draft.change.createdAt?.getTime() ?? Number.MAX_SAFE_INTEGER
}
