import type { CompiledConfiguration, CompiledRule, OutboundSet } from '../../rules/compiled.ts'
import type { CsObject, Lookups, MvObject, PlanError, TargetOutcome } from './model.ts'
import { nameOfCs, nameOfMv } from './names.ts'
import { MvReader } from './reader.ts'

/** What the outbound side of one plan works with. */
export type OutboundContext = {
  readonly configuration: CompiledConfiguration
  readonly mv: MvObject
  readonly lookups: Lookups
  readonly now: Date
  readonly newId: () => string
}

/** The rules of one connector for one metaverse object. */
export type OutboundScope = {
  readonly reader: MvReader
  readonly all: readonly CompiledRule[]
  readonly inScope: readonly CompiledRule[]
}

export function scopeOf(context: OutboundContext, set: OutboundSet): OutboundScope {
  const reader = new MvReader(context.mv, set.connector, context.now)
  const all = set.rules.get(context.mv.objectType) ?? set.rules.get('*') ?? []
  return { reader, all, inScope: all.filter((rule) => rule.scope.holds(reader)) }
}

/** A target object whose link ends, and how. */
export type Departure = { readonly object: CsObject; readonly kind: 'deprovisioned' | 'disconnected' }

export type Departures =
  | { readonly ok: true; readonly departures: readonly Departure[] }
  | { readonly ok: false; readonly errors: readonly PlanError[] }

/** Section 5, step 7b: the linked objects that no outbound rule in scope holds any more. */
export function findDepartures(context: OutboundContext, linked: readonly CsObject[]): Departures {
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
 * Rules without join groups only add to a link of their own direction (notes of section 5): an object that was merely
 * joined inbound gets nothing while the outbound rules that could link its type are out of scope. Where no outbound
 * rule links the type at all (writeback into a source), the inbound link counts.
 */
export function flowsTo(object: CsObject, { all, inScope }: OutboundScope): boolean {
  const links = ({ rule }: CompiledRule) =>
    rule.connectedObjectType === object.objectType &&
    (rule.joinGroups.length > 0 || rule.linkType === 'Provision')
  return inScope.some(links) || !all.some(links)
}

export type LinkDecision =
  | { readonly kind: 'keep'; readonly ruleId: string; readonly adopted: boolean }
  | { readonly kind: 'leave'; readonly outcome: 'deprovisioned' | 'disconnected' }
  | { readonly kind: 'error'; readonly error: PlanError }

/**
 * Step 7b. A link that an inbound rule made is that rule's business; an outbound Provision rule in scope then takes
 * the object over. Any other link needs an outbound Provision rule for the type, or the join rule that made it.
 */
export function decideLink(
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

/** True when an inbound rule made the link; for a rule that no longer exists, when the object belongs to a source. */
export function isInboundLink(configuration: CompiledConfiguration, object: CsObject): boolean {
  const { link } = object
  if (link === undefined) return false
  const rule = configuration.rules.get(link.ruleId)
  if (rule !== undefined) return rule.direction === 'Inbound'
  return link.kind !== 'provisioned' && configuration.connectors.get(object.connectorId)?.role === 'source'
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
