import { valuesOf } from '../../attributes/value.ts'
import type { CompiledRule, OutboundSet } from '../../rules/compiled.ts'
import { flowOut, type TargetFlows } from './flow-out.ts'
import { matches } from './join.ts'
import {
  type Departure,
  decideLink,
  flowsTo,
  type LinkDecision,
  left,
  type OutboundContext,
  type OutboundScope,
  scopeOf,
} from './link-out.ts'
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
import type { MvReader } from './reader.ts'

export type OutboundResult =
  | { readonly ok: true; readonly targets: readonly TargetOutcome[] }
  | { readonly ok: false; readonly errors: readonly PlanError[] }

/**
 * Section 5, steps 7c and 7d, for every connector with outbound rules: missing objects are joined or provisioned,
 * flows evaluated. `linked`: the objects that stay linked; `departures`: those that go.
 */
export function planOutbound(
  context: OutboundContext,
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

function planConnector(
  context: OutboundContext,
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

function kept(
  context: OutboundContext,
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
  context: OutboundContext,
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
  context: OutboundContext,
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
