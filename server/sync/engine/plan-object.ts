import type { CompiledConfiguration } from '../../rules/compiled.ts'
import { disableOverride } from './disable-override.ts'
import { explainPlan } from './explain.ts'
import { findJoin } from './join.ts'
import { type Departure, findDepartures, isInboundLink, isOwned, left } from './link-out.ts'
import { foldedKey, joinKey, SOURCE_ANCHOR } from './lookups-for.ts'
import { mergeInbound } from './merge.ts'
import type {
  CsObject,
  LinkOutcome,
  Lookups,
  MvObject,
  MvOutcome,
  ObjectPlan,
  PlanError,
  PlanInput,
  TargetOutcome,
} from './model.ts'
import { nameOfMv } from './names.ts'
import { planOutbound } from './provision.ts'
import { CsReader } from './reader.ts'
import { isKeptAlive, isReferenceAlias, type Member, rulesInScope } from './scope.ts'

/** `explain`: also give the trace of rules and who else could have set each attribute. */
export type PlanOptions = { readonly explain?: boolean }

/**
 * What one connector space object's state means for the metaverse and every target (section 5). Pure: equal inputs
 * give equal plans. An error anywhere makes the whole plan `ok: false`; nothing of it may be written then but the
 * targets it names. Outbound rules are evaluated also when the metaverse object did not change (step 6 allows to
 * skip that): a value that was changed in the target, or an outbound rule that changed, is corrected the same way.
 */
export function planObject(
  configuration: CompiledConfiguration,
  input: PlanInput,
  options: PlanOptions = {},
): ObjectPlan {
  const { object } = input
  const others = input.linked.map((one) => memberOf(configuration, one, input.now))
  const { mv } = input
  const planning: Planning = { configuration, input, options }
  if (object.pendingImport === 'delete')
    return mv === undefined ? gone() : planLeaving(planning, mv, others, false)
  const trigger = memberOf(configuration, object, input.now)
  if (mv !== undefined && object.link !== undefined) {
    if (object.pendingImport === 'delete-add') return planLeaving(planning, mv, others, true)
    const link = decideInboundLink(configuration, trigger)
    if (link === undefined) {
      const mayJoin = trigger.rules.some(({ rule }) => rule.joinGroups.length > 0)
      return planLeaving(planning, mv, others, mayJoin)
    }
    return planMember(planning, { link, id: mv.id, objectType: mv.objectType, before: mv, trigger, others })
  }
  // What is staged for delete is on its way out: only an outbound rule can take it back.
  if (object.exportOperation === 'delete') return NOTHING
  const join = findJoin(configuration, trigger.reader, trigger.rules, input.lookups)
  switch (join.kind) {
    case 'error':
      return { ok: false, errors: [join.error], targets: [] }
    case 'none':
      return { ...NOTHING, ...explained(planning, [trigger], undefined, []) }
    case 'joined': {
      const { mv: before, linked } = join.candidate
      const link: LinkOutcome = { kind: 'joined', mvId: before.id, ruleId: join.rule.id }
      const siblings = linked.map((one) => memberOf(configuration, one, input.now))
      const { id, objectType } = before
      return planMember(planning, { link, id, objectType, before, trigger, others: siblings })
    }
    case 'project': {
      const id = input.newId()
      const objectType = join.rule.metaverseObjectType
      const link: LinkOutcome = { kind: 'projected', mvId: id, ruleId: join.rule.id }
      return planMember(planning, { link, id, objectType, before: undefined, trigger, others: [] })
    }
  }
}

type Planning = {
  readonly configuration: CompiledConfiguration
  readonly input: PlanInput
  readonly options: PlanOptions
}

type Membership = {
  readonly link: LinkOutcome
  readonly id: string
  readonly objectType: string
  readonly before: MvObject | undefined
  readonly trigger: Member
  readonly others: readonly Member[]
}

const NOTHING: Extract<ObjectPlan, { ok: true }> = {
  ok: true,
  link: { kind: 'unchanged' },
  mv: { kind: 'none' },
  targets: [],
  unlinked: [],
  planAgain: false,
  trace: [],
  decisions: [],
}

function gone(): ObjectPlan {
  return { ...NOTHING, link: { kind: 'disconnected' } }
}

function memberOf(configuration: CompiledConfiguration, object: CsObject, now: Date): Member {
  const reader = new CsReader(object, configuration, now)
  return { object, reader, rules: rulesInScope(configuration, reader) }
}

/**
 * Step 3a: what becomes of the link that the trigger has; undefined when the rule that made it left scope. A link
 * made outbound is decided in step 7b. A rule that was replaced (deleted or disabled) hands its link to the rule of
 * the same kind that is in scope now, so that cloning a rule does not rebuild every object.
 */
function decideInboundLink(configuration: CompiledConfiguration, trigger: Member): LinkOutcome | undefined {
  const { link } = trigger.object
  if (link === undefined || !isInboundLink(configuration, trigger.object)) return { kind: 'unchanged' }
  if (trigger.rules.some(({ rule }) => rule.id === link.ruleId)) return { kind: 'unchanged' }
  const rule = configuration.rules.get(link.ruleId)
  if (rule !== undefined && !rule.disabled) return undefined
  const wanted = rule?.linkType ?? (link.kind === 'projected' ? 'Provision' : undefined)
  const heir = trigger.rules.find(
    (one) => one.rule.joinGroups.length > 0 && (wanted === undefined || one.rule.linkType === wanted),
  )
  if (heir === undefined) return undefined
  const kind = link.kind === 'projected' ? 'projected' : 'joined'
  return { kind, mvId: link.mvId, ruleId: heir.rule.id }
}

/** Steps 4 to 8 for an object that is, or now becomes, part of a metaverse object. */
function planMember(planning: Planning, membership: Membership): ObjectPlan {
  const { id, objectType, before, trigger, others } = membership
  const members = [trigger, ...others]
  if (before !== undefined && !isKeptAlive(members, objectType)) {
    return planDeletion(planning, before, members, trigger.object.id)
  }
  // A failed join leaves the objects as they were: only what was linked before counts for the override.
  const standing = membership.link.kind === 'unchanged' ? members : others
  const linked = [withLink(trigger.object, membership.link), ...others.map(({ object }) => object)]
  const result = planMetaverse(planning, members, linked, { id, objectType, before })
  if (!result.ok) return failure(planning.configuration, result.errors, standing, objectType)
  return {
    ...NOTHING,
    link: membership.link,
    mv: result.mv,
    targets: result.targets,
    ...explained(planning, members, result.mv.mv, result.targets),
  }
}

function withLink(object: CsObject, outcome: LinkOutcome): CsObject {
  if (outcome.kind !== 'joined' && outcome.kind !== 'projected') return object
  return { ...object, link: outcome }
}

/** Step 1, or a link that ends: the trigger's contributions are recalled. */
function planLeaving(
  planning: Planning,
  before: MvObject,
  others: readonly Member[],
  planAgain: boolean,
): ObjectPlan {
  const { id, objectType } = before
  if (!isKeptAlive(others, objectType)) {
    return { ...planDeletion(planning, before, others, planning.input.object.id), planAgain }
  }
  const linked = others.map(({ object }) => object)
  const result = planMetaverse(planning, others, linked, { id, objectType, before })
  if (!result.ok) return failure(planning.configuration, result.errors, others, objectType)
  return {
    ...NOTHING,
    link: { kind: 'disconnected' },
    mv: result.mv,
    targets: result.targets,
    planAgain,
    ...explained(planning, others, result.mv.mv, result.targets),
  }
}

/** Step 8: the metaverse object goes; target objects that a Provision rule owns are staged for delete. */
function planDeletion(
  planning: Planning,
  before: MvObject,
  members: readonly Member[],
  triggerId: string,
): Extract<ObjectPlan, { ok: true }> {
  const { configuration } = planning
  const owned = members.filter(({ object }) => isOwned(configuration, object))
  const rest = members.filter((member) => member.object.id !== triggerId && !owned.includes(member))
  const isTarget = ({ object }: Member) => configuration.connectors.get(object.connectorId)?.role === 'target'
  return {
    ...NOTHING,
    link: { kind: 'disconnected' },
    mv: { kind: 'deleted', before },
    targets: [
      ...owned.map(({ object }) => left(object, 'deprovisioned')),
      ...rest.filter(isTarget).map(({ object }) => left(object, 'disconnected')),
    ],
    unlinked: rest.filter((member) => !isTarget(member)).map(({ object }) => object.id),
    ...explained(planning, members, undefined, []),
  }
}

type MetaverseResult =
  | {
      readonly ok: true
      readonly mv: Extract<MvOutcome, { readonly mv: MvObject }>
      readonly targets: readonly TargetOutcome[]
    }
  | { readonly ok: false; readonly errors: readonly PlanError[] }

function planMetaverse(
  planning: Planning,
  members: readonly Member[],
  /** The same objects with the links they have after this plan. */
  linked: readonly CsObject[],
  target: { readonly id: string; readonly objectType: string; readonly before: MvObject | undefined },
): MetaverseResult {
  const { configuration, input } = planning
  const { before } = target
  const { lookups, now, newId } = input
  const departed: Departure[] = []
  let staying = members
  let remaining = linked.filter((one) => !isReferenceAlias(configuration, one))
  for (;;) {
    const merged = mergeInbound(configuration, staying, target)
    if (!merged.ok) return merged
    const { mv } = merged
    const context = { configuration, mv, lookups, now, newId }
    const result = findDepartures(context, remaining)
    if (!result.ok) return result
    if (result.departures.length === 0) {
      const rival = anchorHolder(mv, before, lookups)
      if (rival !== undefined) return { ok: false, errors: [anchorInUse(mv, rival)] }
      const outbound = planOutbound(context, remaining, departed)
      if (!outbound.ok) return outbound
      const outcome: Extract<MvOutcome, { readonly mv: MvObject }> = !merged.changed
        ? { kind: 'unchanged', mv }
        : { kind: before === undefined ? 'created' : 'updated', mv, before }
      return { ok: true, mv: outcome, targets: outbound.targets }
    }
    // What leaves takes along what it had contributed, such as the anchor that the cloud had accepted for it.
    departed.push(...result.departures)
    const gone = new Set(result.departures.map(({ object }) => object.id))
    staying = staying.filter(({ object }) => !gone.has(object.id))
    remaining = remaining.filter(({ id }) => !gone.has(id))
  }
}

/** The other metaverse object that already has the new source anchor (connect-sync-decisions 10). */
function anchorHolder(mv: MvObject, before: MvObject | undefined, lookups: Lookups): MvObject | undefined {
  const anchor = mv.attributes[SOURCE_ANCHOR]
  if (typeof anchor !== 'string' || anchor === before?.attributes[SOURCE_ANCHOR]) return undefined
  const candidates = lookups.candidates.get(joinKey(SOURCE_ANCHOR, foldedKey(anchor))) ?? []
  return candidates.find((one) => one.mv.id !== mv.id && one.mv.attributes[SOURCE_ANCHOR] === anchor)?.mv
}

function anchorInUse(mv: MvObject, rival: MvObject): PlanError {
  const name = nameOfMv(rival)
  return {
    code: 'sync.anchor_in_use',
    stage: 'import-flow',
    attribute: SOURCE_ANCHOR,
    message: `${nameOfMv(mv)} and ${name} have the same source anchor ${String(mv.attributes[SOURCE_ANCHOR])}. Correct ms-DS-ConsistencyGuid of one of them, or let them join.`,
    otherObject: { kind: 'mv', id: rival.id, name },
  }
}

function failure(
  configuration: CompiledConfiguration,
  errors: readonly PlanError[],
  members: readonly Member[],
  objectType: string,
): ObjectPlan {
  return { ok: false, errors, targets: disableOverride(configuration, members, objectType) }
}

function explained(
  { configuration, input, options }: Planning,
  members: readonly Member[],
  mv: MvObject | undefined,
  targets: readonly TargetOutcome[],
) {
  if (!options.explain) return { trace: NOTHING.trace, decisions: NOTHING.decisions }
  return explainPlan(configuration, members, mv, targets, input.now)
}
