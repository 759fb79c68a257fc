import type {
  CompiledConfiguration,
  CompiledFlow,
  CompiledRule,
  FlowOutcome,
  RuleReader,
} from '../../rules/compiled.ts'
import type { Decision, MvObject, RuleTrace, TargetOutcome } from './model.ts'
import { nameOfCs } from './names.ts'
import { MvReader } from './reader.ts'
import { appliesTo, inboundRules, type Member } from './scope.ts'

type Contribution = Decision['contributions'][number]
type Flowing = {
  readonly rule: CompiledRule
  readonly flow: CompiledFlow
  readonly reader: RuleReader & { seedFor(flow: string): void }
  readonly objectId: string
  readonly source: string
}

/** Rules in and out of scope, and per attribute every flow that could have set it, for one finished plan. */
export function explainPlan(
  configuration: CompiledConfiguration,
  members: readonly Member[],
  mv: MvObject | undefined,
  targets: readonly TargetOutcome[],
  now: Date,
): { readonly trace: readonly RuleTrace[]; readonly decisions: readonly Decision[] } {
  const trace = members.flatMap((member) =>
    inboundRules(configuration, member.object).map((rule) =>
      traceRule(rule, member.reader, member.object.id),
    ),
  )
  if (mv === undefined) return { trace, decisions: [] }
  const inbound = members.flatMap((member) =>
    member.rules
      .filter((rule) => appliesTo(rule, mv.objectType))
      .flatMap((rule) => flowing(rule, member.reader, member.object.id, nameOfCs(member.object))),
  )
  const decisions = decide(inbound, 'inbound', undefined, (flow) => {
    const origin = mv.lineage[flow.flow.target] ?? mv.references[flow.flow.target]
    return origin?.rule === flow.rule.rule.id && origin.source === flow.objectId
  })
  for (const set of configuration.outbound) {
    const reader = new MvReader(mv, set.connector, now)
    const rules = set.rules.get(mv.objectType) ?? []
    trace.push(...rules.map((rule) => traceRule(rule, reader, mv.id)))
    const target = targets.find(
      ({ connectorId, kind }) => connectorId === set.connector.id && kind !== 'deprovisioned',
    )
    if (target === undefined) continue
    const outbound = rules
      .filter(({ rule, scope }) => rule.connectedObjectType === target.objectType && scope.holds(reader))
      .flatMap((rule) => flowing(rule, reader, mv.id, 'metaverse'))
    const isWinner = ({ flow, rule }: Flowing) => target.lineage[flow.target] === rule.rule.id
    decisions.push(...decide(outbound, 'outbound', set.connector.id, isWinner))
  }
  return { trace, decisions }
}

function traceRule(rule: CompiledRule, reader: RuleReader, objectId: string): RuleTrace {
  const { id, name, direction } = rule.rule
  return {
    ruleId: id,
    ruleName: name,
    direction: direction === 'Inbound' ? 'inbound' : 'outbound',
    objectId,
    inScope: rule.scope.holds(reader),
    failed: rule.scope.failed(reader),
  }
}

function flowing(rule: CompiledRule, reader: Flowing['reader'], objectId: string, source: string): Flowing[] {
  return rule.flows.map((flow) => ({ rule, flow, reader, objectId, source }))
}

function decide(
  flows: readonly Flowing[],
  direction: Decision['direction'],
  connectorId: string | undefined,
  isWinner: (flow: Flowing) => boolean,
): Decision[] {
  const byAttribute = Map.groupBy(flows, ({ flow }) => flow.target)
  return [...byAttribute].map(([attribute, contributing]) => {
    const sorted = contributing.toSorted((a, b) => a.rule.rule.precedence - b.rule.rule.precedence)
    const contributions = sorted.map((one) => contribution(one, isWinner(one)))
    return { direction, connectorId, attribute, reason: reasonOf(contributions), contributions }
  })
}

function contribution({ rule, flow, reader, source }: Flowing, won: boolean): Contribution {
  reader.seedFor(flow.seed)
  const outcome = flow.run(reader)
  return {
    ruleId: rule.rule.id,
    ruleName: rule.rule.name,
    precedence: rule.rule.precedence,
    source,
    flowType: flow.flow.flowType,
    expression: flow.flow.source,
    outcome: outcome.outcome === 'reference' ? 'value' : outcome.outcome,
    won,
    ...shownValue(outcome),
  }
}

function shownValue(outcome: FlowOutcome): { value?: unknown } {
  if (outcome.outcome === 'value') return { value: outcome.value }
  if (outcome.outcome === 'reference') return { value: `references of ${outcome.attribute}` }
  return outcome.outcome === 'error' ? { value: outcome.message } : {}
}

function reasonOf(contributions: readonly Contribution[]): string {
  const winner = contributions.find(({ won }) => won)
  const count = contributions.length
  const could = count === 1 ? 'Only one rule could set this' : `${count} rules could set this`
  const blocked = contributions.find(({ outcome }) => outcome === 'authoritativeNull')
  if (winner === undefined) {
    if (blocked !== undefined)
      return `${could}; "${blocked.ruleName}" makes it empty and lets no other rule set it.`
    return contributions.every(({ outcome }) => outcome === 'ignoreThisFlow')
      ? `${could}; all were ignored, so the old value stays.`
      : `${could}; none gave a value.`
  }
  const before = contributions.slice(0, contributions.indexOf(winner))
  if (count === 1) return `${could}: "${winner.ruleName}".`
  if (before.length === 0) {
    return `${could}; "${winner.ruleName}" won because its precedence ${winner.precedence} is the highest (lowest number).`
  }
  return `${could}; "${winner.ruleName}" (precedence ${winner.precedence}) won because ${before.length === 1 ? 'the one rule above it' : `the ${before.length} rules above it`} gave no value.`
}
