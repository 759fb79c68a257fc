import { isoOfGeneralizedTime } from '../attributes/generalized-time.ts'
import { fold, valuesOf } from '../attributes/value.ts'
import { foldedKey, joinKey, targetKey } from './engine/lookups-for.ts'
import type {
  CsObject,
  JoinCandidate,
  LookupKeys,
  Lookups,
  MvObject,
  ObjectPlan,
  TargetOutcome,
} from './engine/model.ts'

/** A target object as it will be written: the sum of all outcomes of a batch. */
export type TargetChange = {
  readonly csId: string
  readonly connectorId: string
  readonly objectType: string
  readonly dn: string
  /** The metaverse object it is linked to afterwards; undefined when disconnected. */
  readonly mvId: string | undefined
  /** The metaverse object it was linked to before. */
  readonly formerMvId: string | undefined
  readonly ruleId: string
  /** True when the row does not exist yet. */
  readonly created: boolean
  readonly kind: TargetOutcome['kind']
  readonly desired: TargetOutcome['desired']
  readonly references: TargetOutcome['references']
}

export type MvChange = { readonly before: MvObject | undefined; readonly after: MvObject | undefined }

/**
 * The objects of one batch and everything they can meet, in memory. Each plan is applied before the next object is
 * planned, so that objects of one batch see each other as if planned one by one; what changed is written at once.
 */
export class World {
  readonly mvChanges = new Map<string, MvChange>()
  /** Source objects whose link is new, changed or gone. */
  readonly relinked = new Set<string>()
  /** Source objects that lost their metaverse object to another one's plan and were not planned since. */
  readonly released = new Set<string>()
  readonly targets = new Map<string, TargetChange>()
  readonly #joinAttributes: readonly string[]
  readonly #mvs = new Map<string, MvObject>()
  readonly #objects = new Map<string, CsObject>()
  readonly #linked = new Map<string, Set<string>>()
  readonly #byKey = new Map<string, Set<string>>()
  readonly #freeTargets = new Map<string, CsObject>()

  constructor(joinAttributes: readonly string[]) {
    this.#joinAttributes = joinAttributes
  }

  addObject(object: CsObject): void {
    this.#objects.set(object.id, object)
    if (object.link) this.#linksOf(object.link.mvId).add(object.id)
  }

  addFreeTarget(object: CsObject): void {
    this.#objects.set(object.id, object)
    this.#freeTargets.set(targetKey(object.connectorId, object.dn), object)
  }

  addMv(mv: MvObject): void {
    this.#mvs.set(mv.id, mv)
    for (const key of this.#keysOf(mv)) this.#index(key, mv.id)
  }

  object(id: string): CsObject | undefined {
    return this.#objects.get(id)
  }

  mv(id: string): MvObject | undefined {
    return this.#mvs.get(id)
  }

  /** Every connector space object linked to a metaverse object. */
  linkedTo(mvId: string): CsObject[] {
    return [...(this.#linked.get(mvId) ?? [])].flatMap((id) => this.#objects.get(id) ?? [])
  }

  /** When the oldest source object of a metaverse object was created, ISO 8601. */
  createdAt(mvId: string): string | undefined {
    const times = this.linkedTo(mvId).flatMap((object) => {
      const time = object.attributes.whenCreated
      return typeof time === 'string' ? (isoOfGeneralizedTime(time) ?? []) : []
    })
    return times.sort()[0]
  }

  /** The source connector whose object a target object stands for: the one that projected, else any. */
  originOf(target: TargetChange): string | undefined {
    const sources = this.linkedTo(target.mvId ?? '').filter(
      (object) => object.connectorId !== target.connectorId,
    )
    return (sources.find((object) => object.link?.kind === 'projected') ?? sources[0])?.connectorId
  }

  /** True when the metaverse object is here already, or was here and is gone. */
  knows(mvId: string): boolean {
    return this.#mvs.has(mvId) || this.mvChanges.has(mvId)
  }

  /**
   * Whether a change of this batch could be seen by another one that was loaded before it was saved: they share an
   * object, or the other one looked for a key or a name that this one gives, takes or gave up.
   */
  concerns(other: World, keys: readonly LookupKeys[]): boolean {
    for (const id of other.#objects.keys()) if (this.#objects.has(id)) return true
    for (const id of other.#mvs.keys()) if (this.#mvs.has(id) || this.mvChanges.has(id)) return true
    const joins = new Set<string>()
    for (const { before, after } of this.mvChanges.values()) {
      for (const mv of [before, after]) if (mv) for (const key of this.#keysOf(mv)) joins.add(key)
    }
    // Free target objects are found by name only: what joins with them was found by its name too.
    const names = new Set([...this.targets.values()].map((target) => fold(target.dn)))
    return keys.some(
      (wanted) =>
        wanted.join.some(({ attribute, key }) => joins.has(joinKey(attribute, key))) ||
        wanted.targetDns.some((dn) => names.has(fold(dn))),
    )
  }

  lookups(keys: LookupKeys): Lookups {
    const candidates = new Map<string, readonly JoinCandidate[]>()
    for (const { attribute, key } of keys.join) {
      const name = joinKey(attribute, key)
      const found = [...(this.#byKey.get(name) ?? [])].flatMap((id) => this.#candidate(id) ?? [])
      candidates.set(name, found)
    }
    const targetByJoin = new Map<string, readonly CsObject[]>()
    for (const { connectorId, attribute, key } of keys.targetJoin) {
      const found = [...this.#freeTargets.values()].filter(
        (object) =>
          object.connectorId === connectorId &&
          valuesOf(object.attributes[attribute]).some((value) => foldedKey(value) === key),
      )
      targetByJoin.set(`${connectorId} ${joinKey(attribute, key)}`, found)
    }
    return { candidates, targetByDn: this.#freeTargets, targetByJoin }
  }

  /** Applies a successful plan of `object`: later objects of the batch see its outcome. */
  apply(object: CsObject, plan: Extract<ObjectPlan, { ok: true }>): void {
    this.released.delete(object.id)
    if (plan.mv.kind === 'created' || plan.mv.kind === 'updated') this.#putMv(plan.mv.mv)
    if (plan.link.kind === 'joined' || plan.link.kind === 'projected') {
      this.#relink(object, { mvId: plan.link.mvId, kind: plan.link.kind, ruleId: plan.link.ruleId })
    } else if (plan.link.kind === 'disconnected') {
      this.#relink(object, undefined)
    }
    for (const id of plan.unlinked) {
      const other = this.#objects.get(id)
      if (!other) continue
      this.#relink(other, undefined)
      this.released.add(id)
    }
    const mvId =
      plan.mv.kind === 'created' || plan.mv.kind === 'updated' || plan.mv.kind === 'unchanged'
        ? plan.mv.mv.id
        : undefined
    this.applyTargets(plan.targets, mvId)
    if (plan.mv.kind === 'deleted') this.#dropMv(plan.mv.before)
  }

  applyTargets(targets: readonly TargetOutcome[], mvId: string | undefined): void {
    for (const target of targets) this.#applyTarget(target, mvId)
  }

  #applyTarget(target: TargetOutcome, mvId: string | undefined): void {
    if (target.kind === 'unchanged') return
    const existing = this.#objects.get(target.csId)
    const leaves = target.kind === 'deprovisioned' || target.kind === 'disconnected'
    const linkedMv = leaves ? undefined : (mvId ?? existing?.link?.mvId)
    const earlier = this.targets.get(target.csId)
    const created = earlier ? earlier.created : !existing
    this.targets.set(target.csId, {
      csId: target.csId,
      connectorId: target.connectorId,
      objectType: target.objectType,
      dn: target.dn,
      mvId: linkedMv,
      formerMvId: earlier ? earlier.formerMvId : existing?.link?.mvId,
      ruleId: target.ruleId,
      created,
      kind: earlier && target.kind === 'updated' ? earlier.kind : target.kind,
      desired: target.desired,
      references: target.references,
    })
    if (existing?.link) this.#linksOf(existing.link.mvId).delete(target.csId)
    const linkKind = target.kind === 'joined' ? 'joined' : (existing?.link?.kind ?? 'provisioned')
    const next: CsObject = {
      id: target.csId,
      connectorId: target.connectorId,
      objectType: target.objectType,
      dn: target.dn,
      anchor: existing?.anchor,
      attributes: existing?.attributes ?? {},
      staged: leaves ? undefined : target.desired,
      referenceCounts: existing?.referenceCounts ?? {},
      pendingImport: existing?.pendingImport,
      link: linkedMv ? { mvId: linkedMv, kind: linkKind, ruleId: target.ruleId } : undefined,
      exportOperation: target.kind === 'deprovisioned' ? 'delete' : existing?.anchor ? 'update' : 'add',
    }
    const key = targetKey(target.connectorId, target.dn)
    if (linkedMv) {
      this.addObject(next)
      this.#freeTargets.delete(key)
    } else if (created) {
      this.#objects.delete(target.csId)
    } else {
      this.addFreeTarget(next)
    }
  }

  #relink(object: CsObject, link: CsObject['link']): void {
    const current = this.#objects.get(object.id) ?? object
    if (current.link) this.#linksOf(current.link.mvId).delete(object.id)
    this.addObject({ ...current, link })
    this.relinked.add(object.id)
  }

  #putMv(mv: MvObject): void {
    const before = this.#mvs.get(mv.id)
    if (before) for (const key of this.#keysOf(before)) this.#byKey.get(key)?.delete(mv.id)
    this.addMv(mv)
    this.#noteMv(mv.id, before, mv)
  }

  #dropMv(mv: MvObject): void {
    for (const key of this.#keysOf(mv)) this.#byKey.get(key)?.delete(mv.id)
    const before = this.#mvs.get(mv.id)
    this.#mvs.delete(mv.id)
    this.#noteMv(mv.id, before, undefined)
  }

  #noteMv(id: string, before: MvObject | undefined, after: MvObject | undefined): void {
    const earlier = this.mvChanges.get(id)
    this.mvChanges.set(id, { before: earlier ? earlier.before : before, after })
  }

  #candidate(mvId: string): JoinCandidate | undefined {
    const mv = this.#mvs.get(mvId)
    if (!mv) return undefined
    const linked = this.linkedTo(mvId)
    return { mv, linked, linkedConnectorIds: linked.map((object) => object.connectorId) }
  }

  #keysOf(mv: MvObject): string[] {
    return joinKeysOf(mv, this.#joinAttributes).map(({ attribute, key }) => joinKey(attribute, key))
  }

  #index(key: string, mvId: string): void {
    const entry = this.#byKey.get(key)
    if (entry) entry.add(mvId)
    else this.#byKey.set(key, new Set([mvId]))
  }

  #linksOf(mvId: string): Set<string> {
    const links = this.#linked.get(mvId) ?? new Set<string>()
    this.#linked.set(mvId, links)
    return links
  }
}

/** What joins can find a metaverse object by: the folded values of the join attributes. */
export function joinKeysOf(
  mv: MvObject,
  joinAttributes: readonly string[],
): { attribute: string; key: string }[] {
  return joinAttributes.flatMap((attribute) =>
    valuesOf(mv.attributes[attribute]).map((value) => ({
      attribute,
      key: foldedKey(value),
    })),
  )
}
