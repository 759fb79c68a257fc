import { valuesOf } from '../../attributes/value.ts'
import type { CompiledConfiguration, CompiledRule, OutboundSet } from '../../rules/compiled.ts'
import { flowOut, type TargetFlows } from './flow-out.ts'
import { matches } from './join.ts'
import {
  foldedKey,
  isNamedByAnchor,
  joinKey,
  provisioningDn,
  SOURCE_ANCHOR,
  targetKey,
} from './lookups-for.ts'
import type { CsObject, Lookups, MvObject, PlanError, TargetOutcome } from './model.ts'
import { nameOfCs, nameOfMv } from './names.ts'
import { MvReader } from './reader.ts'

export type OutboundResult =
  | { readonly ok: true; readonly targets: readonly TargetOutcome[] }
  | { readonly ok: false; readonly errors: readonly PlanError[] }

type Context = {
  readonly configuration: CompiledConfiguration
  readonly mv: MvObject
  readonly lookups: Lookups
  readonly now: Date
  readonly newId: () => string
}

/** A target object whose link ends, and how. */
export type Departure = { readonly object: CsObject; readonly kind: 'deprovisioned' | 'disconnected' }

export type Departures =
  | { readonly ok: true; readonly departures: readonly Departure[] }
  | { readonly ok: false; readonly errors: readonly PlanError[] }

/** Section 5, step 7b: the linked objects that no outbound rule in scope holds any more. */
export function findDepartures(context: Context, linked: readonly CsObject[]): Departures {
  const departures: Departure[] = []
  for (const set of context.configuration.outbound) {
    const own = linked.filter((object) => object.connectorId === set.connector.id)
    if (own.length === 0) continue
    const scope = scopeOf(context, set)
    for (const object of own) {
      const decision = decideLink(context.configuration, object, scope)
      if (decision.kind === 'error') return { ok: false, errors: [decision.error] }
      if (decision.kind === 'leave') departures.push({ object, kind: decision.outcome })
    }
  }
  return { ok: true, departures }
}

/**
 * Section 5, steps 7c and 7d, for every connector with outbound rules: missing objects are joined or provisioned,
 * flows evaluated. `linked`: the objects that stay linked; `departures`: those that go.
 */
export function planOutbound(
  context: Context,
  linked: readonly CsObject[],
  departures: readonly Departure[],
): OutboundResult {
  const targets: TargetOutcome[] = departures.map(({ object, kind }) => left(object, kind))
  const errors: PlanError[] = []
  for (const set of context.configuration.outbound) {
    const own = linked.filter((object) => object.connectorId === set.connector.id)
    const result = planConnector(context, set, own, departures)
    if (result.ok) targets.push(...result.targets)
    else errors.push(...result.errors)
  }
  return errors.length > 0 ? { ok: false, errors } : { ok: true, targets }
}

/** The rules of one connector for one metaverse object. */
type OutboundScope = {
  readonly reader: MvReader
  readonly all: readonly CompiledRule[]
  readonly inScope: readonly CompiledRule[]
}

function scopeOf(context: Context, set: OutboundSet): OutboundScope {
  const reader = new MvReader(context.mv, set.connector, context.now)
  const all = set.rules.get(context.mv.objectType) ?? set.rules.get('*') ?? []
  return { reader, all, inScope: all.filter((rule) => rule.scope.holds(reader)) }
}

function planConnector(
  context: Context,
  set: OutboundSet,
  linked: readonly CsObject[],
  departures: readonly Departure[],
): OutboundResult {
  const scope = scopeOf(context, set)
  if (linked.length === 0) {
    return establish(context, set, scope, departures) ?? { ok: true, targets: [] }
  }
  const targets: TargetOutcome[] = []
  for (const object of linked) {
    const decision = decideLink(context.configuration, object, scope)
    if (decision.kind !== 'keep' || !flowsTo(object, scope)) continue
    const rules = scope.inScope.filter(({ rule }) => rule.connectedObjectType === object.objectType)
    const result = flowOut(context.configuration, set, rules, scope.reader, object)
    if (!result.ok) return result
    targets.push(kept(context, set, object, decision, result.flows))
  }
  return { ok: true, targets }
}

/**
 * Rules without join groups only add to a link of their own direction (notes of section 5): an object that was merely
 * joined inbound gets nothing while the outbound rules that could link its type are out of scope. Where no outbound
 * rule links the type at all (writeback into a source), the inbound link counts.
 */
function flowsTo(object: CsObject, { all, inScope }: OutboundScope): boolean {
  const links = ({ rule }: CompiledRule) =>
    rule.connectedObjectType === object.objectType &&
    (rule.joinGroups.length > 0 || rule.linkType === 'Provision')
  return inScope.some(links) || !all.some(links)
}

type LinkDecision =
  | { readonly kind: 'keep'; readonly ruleId: string; readonly adopted: boolean }
  | { readonly kind: 'leave'; readonly outcome: 'deprovisioned' | 'disconnected' }
  | { readonly kind: 'error'; readonly error: PlanError }

/**
 * Step 7b. A link that an inbound rule made is that rule's business; an outbound Provision rule in scope then takes
 * the object over. Any other link needs an outbound Provision rule for the type, or the join rule that made it.
 */
function decideLink(
  configuration: CompiledConfiguration,
  object: CsObject,
  { reader, all, inScope }: OutboundScope,
): LinkDecision {
  const ruleId = object.link?.ruleId ?? ''
  const ofType = inScope.filter(({ rule }) => rule.connectedObjectType === object.objectType)
  const owner = ofType.find(({ rule }) => rule.linkType === 'Provision')?.rule
  const inbound = isInboundLink(configuration, object)
  if (owner !== undefined) return { kind: 'keep', ruleId: owner.id, adopted: inbound }
  if (inbound || ofType.some(({ rule }) => rule.id === ruleId && rule.joinGroups.length > 0)) {
    return { kind: 'keep', ruleId, adopted: false }
  }
  const outgrown = all.find(
    ({ rule, scopeOfAnySize }) =>
      rule.connectedObjectType === object.objectType &&
      rule.linkType === 'Provision' &&
      scopeOfAnySize?.holds(reader),
  )
  if (outgrown !== undefined) return { kind: 'error', error: tooLarge(object, outgrown, reader.object) }
  return { kind: 'leave', outcome: isOwned(configuration, object) ? 'deprovisioned' : 'disconnected' }
}

/** True when an inbound rule made the link (or, for a rule that is gone, when it was made by a projection). */
export function isInboundLink(configuration: CompiledConfiguration, object: CsObject): boolean {
  const { link } = object
  if (link === undefined) return false
  const rule = configuration.rules.get(link.ruleId)
  if (rule !== undefined) return rule.direction === 'Inbound'
  return link.kind === 'projected'
}

/** True for target objects that are deleted when their metaverse object goes: an outbound Provision rule owns them. */
export function isOwned(configuration: CompiledConfiguration, object: CsObject): boolean {
  const { link } = object
  if (link === undefined) return false
  const rule = configuration.rules.get(link.ruleId)
  if (rule === undefined) return link.kind === 'provisioned'
  return rule.direction === 'Outbound' && rule.linkType === 'Provision'
}

/** The outcome for a target object whose link ends. */
export function left(object: CsObject, kind: 'deprovisioned' | 'disconnected'): TargetOutcome {
  const { connectorId, id: csId, objectType, dn } = object
  const ruleId = object.link?.ruleId ?? ''
  return {
    connectorId,
    csId,
    kind,
    objectType,
    dn,
    ruleId,
    desired: {},
    changed: [],
    references: {},
    lineage: {},
  }
}

function kept(
  context: Context,
  set: OutboundSet,
  object: CsObject,
  decision: Extract<LinkDecision, { kind: 'keep' }>,
  flows: TargetFlows,
): TargetOutcome {
  // Only an object that was never exported can still be renamed: afterwards the target names it.
  const anchor = context.mv.attributes[SOURCE_ANCHOR]
  const renamed =
    object.exportOperation === 'add' && isNamedByAnchor(set.connector) && typeof anchor === 'string'
      ? provisioningDn(anchor)
      : object.dn
  const moved = decision.ruleId !== object.link?.ruleId || renamed !== object.dn
  const kind = decision.adopted ? 'joined' : moved || flows.changed.length > 0 ? 'updated' : 'unchanged'
  const { connectorId, id: csId, objectType } = object
  return { connectorId, csId, kind, objectType, dn: renamed, ruleId: decision.ruleId, ...flows }
}

/** Step 7c: joins a free object of the target, or creates one. */
function establish(
  context: Context,
  set: OutboundSet,
  { inScope, reader }: OutboundScope,
  departures: readonly Departure[],
): OutboundResult | undefined {
  const makers = inScope.filter(({ rule }) => rule.joinGroups.length > 0 || rule.linkType === 'Provision')
  const [maker, second] = makers
  if (maker === undefined) return undefined
  if (second !== undefined) return fail(tooManyRules(context.mv, maker, second))
  const free = findByJoin(context.lookups, set, maker, reader) ?? findByName(context, set, maker, departures)
  if (free instanceof Refusal) return fail(free.error)
  if (free === undefined && maker.rule.linkType !== 'Provision') return undefined
  const rules = inScope.filter(({ rule }) => rule.connectedObjectType === maker.rule.connectedObjectType)
  const result = flowOut(context.configuration, set, rules, reader, free)
  if (!result.ok) return result
  const target: TargetOutcome = {
    connectorId: set.connector.id,
    csId: free?.id ?? context.newId(),
    kind: free === undefined ? 'provisioned' : 'joined',
    objectType: maker.rule.connectedObjectType,
    dn: free?.dn ?? provisioningDn(String(context.mv.attributes[SOURCE_ANCHOR])),
    ruleId: maker.rule.id,
    ...result.flows,
  }
  return { ok: true, targets: [target] }
}

class Refusal {
  readonly error: PlanError
  constructor(error: PlanError) {
    this.error = error
  }
}

/** The only free object that the first matching join group finds. */
function findByJoin(
  lookups: Lookups,
  set: OutboundSet,
  maker: CompiledRule,
  reader: MvReader,
): CsObject | undefined {
  for (const group of maker.rule.joinGroups) {
    const [first] = group
    if (first === undefined) continue
    const found = new Map<string, CsObject>()
    for (const value of valuesOf(reader.attribute(first.sourceAttribute))) {
      const key = `${set.connector.id} ${joinKey(first.targetAttribute, foldedKey(value))}`
      for (const object of lookups.targetByJoin?.get(key) ?? []) found.set(object.id, object)
    }
    const matching = [...found.values()].filter(
      (object) =>
        object.link === undefined &&
        object.objectType === maker.rule.connectedObjectType &&
        group.every((clause) => matches(reader, clause, object.attributes[clause.targetAttribute])),
    )
    if (matching.length === 1) return matching[0]
  }
  return undefined
}

/** The free object under the name that the new object would get. */
function findByName(
  context: Context,
  set: OutboundSet,
  maker: CompiledRule,
  departures: readonly Departure[],
): CsObject | Refusal | undefined {
  if (maker.rule.linkType !== 'Provision') return undefined
  const anchor = context.mv.attributes[SOURCE_ANCHOR]
  if (typeof anchor !== 'string') {
    return new Refusal({
      code: 'sync.anchor_missing',
      stage: 'provisioning',
      rule: maker.rule.id,
      attribute: SOURCE_ANCHOR,
      message: `${nameOfMv(context.mv)} has no source anchor, so ${set.connector.name} cannot name it. Add "sourceAnchor ISNOTNULL" to the scope of "${maker.rule.name}".`,
    })
  }
  const dn = provisioningDn(anchor)
  const key = targetKey(set.connector.id, dn)
  const taken =
    departures.find(({ object }) => targetKey(object.connectorId, object.dn) === key)?.object ??
    context.lookups.targetByDn.get(key)
  if (taken === undefined) return undefined
  if (taken.objectType === maker.rule.connectedObjectType) return taken
  return new Refusal({
    code: 'sync.target_dn_in_use',
    stage: 'provisioning',
    rule: maker.rule.id,
    message: `${set.connector.name} already has a ${taken.objectType} with the source anchor ${anchor}; it must be gone before ${nameOfMv(context.mv)} can become a ${maker.rule.connectedObjectType}.`,
    otherObject: { kind: 'cs', id: taken.id, name: nameOfCs(taken) },
  })
}

function fail(error: PlanError): OutboundResult {
  return { ok: false, errors: [error] }
}

function tooManyRules(mv: MvObject, first: CompiledRule, second: CompiledRule): PlanError {
  return {
    code: 'sync.join_rules_ambiguous',
    stage: 'provisioning',
    rule: second.rule.id,
    message: `"${first.rule.name}" and "${second.rule.name}" are both in scope for ${nameOfMv(mv)} and both may create or join an object; narrow the scope of one.`,
  }
}

function tooLarge(object: CsObject, rule: CompiledRule, mv: MvObject): PlanError {
  return {
    code: 'sync.group_too_large',
    stage: 'provisioning',
    rule: rule.rule.id,
    attribute: 'memberCount',
    message: `${nameOfMv(mv)} has ${String(mv.attributes.memberCount)} members, more than "${rule.rule.name}" allows. It stays as it is in the target until it has fewer.`,
    otherObject: { kind: 'cs', id: object.id, name: nameOfCs(object) },
  }
}
