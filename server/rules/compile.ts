import { compileFlow } from './compile-flow.ts'
import { compileScope } from './compile-scope.ts'
import type {
  CompiledConfiguration,
  CompiledConnector,
  CompiledFlow,
  CompiledRule,
  ConnectorFacts,
  OutboundSet,
  RuleCompilation,
  RuleError,
} from './compiled.ts'
import { parameterResolver } from './connector-parameters.ts'
import { METAVERSE_SCHEMA, type MetaverseSchema } from './metaverse-schema.ts'
import type { Flow, Rule } from './model.ts'
import { validateRules } from './validate-rules.ts'

type Report = (rule: Rule, error: Omit<RuleError, 'ruleId' | 'ruleName'>) => void

/**
 * Makes rules ready to run. Never partly: with any error in an enabled rule the result is `ok: false` with all errors
 * (a configuration that silently lacks a rule would recall values and stage deletes). Codes: `rules.*` of
 * validate-rules.ts, `rules.scope_operator_unknown`, `rules.scope_value_invalid`, `rules.constant_invalid`,
 * `expression.*` with a range.
 */
export function compileRules(
  rules: readonly Rule[],
  connectors: readonly ConnectorFacts[],
  schema: MetaverseSchema = METAVERSE_SCHEMA,
): RuleCompilation {
  const errors: RuleError[] = [...validateRules(rules, connectors, schema)]
  const report: Report = (rule, error) => errors.push({ ruleId: rule.id, ruleName: rule.name, ...error })
  const enabled = rules.filter((rule) => !rule.disabled).sort((a, b) => a.precedence - b.precedence)
  const inboundRules = enabled.filter((rule) => rule.direction === 'Inbound')
  const attributes = sortedTargets(inboundRules)
  const facts = new Map(
    connectors.map((one): [string, CompiledConnector] => [
      one.id,
      { ...one, parameter: parameterResolver(one) },
    ]),
  )
  const inbound = new Map<string, Map<string, CompiledRule[]>>()
  for (const rule of inboundRules) {
    const byType = inbound.get(rule.connectorId) ?? new Map<string, CompiledRule[]>()
    inbound.set(rule.connectorId, byType)
    append(byType, rule.connectedObjectType, compileRule(rule, attributes, schema, report))
  }
  const outbound = compileOutbound(enabled, facts, schema, report)
  if (errors.length > 0) return { ok: false, errors }
  const configuration: CompiledConfiguration = {
    connectors: facts,
    rules: new Map(rules.map((rule) => [rule.id, rule])),
    inbound,
    outbound,
    schema,
    attributes,
    joinAttributes: joinAttributesOf(inboundRules),
    needsMembership: membershipOf(inboundRules),
  }
  return { ok: true, configuration }
}

function compileOutbound(
  enabled: readonly Rule[],
  connectors: ReadonlyMap<string, CompiledConnector>,
  schema: MetaverseSchema,
  report: Report,
): OutboundSet[] {
  return [...connectors.values()].flatMap((connector) => {
    const own = enabled.filter((rule) => rule.direction === 'Outbound' && rule.connectorId === connector.id)
    if (own.length === 0) return []
    const targets = sortedTargets(own)
    const compiled = own.map((rule) => compileRule(rule, targets, schema, report))
    const types = new Set(own.map((rule) => rule.metaverseObjectType))
    const rules = new Map(
      [...types].map((type) => [
        type,
        compiled.filter(({ rule }) => rule.metaverseObjectType === type || rule.metaverseObjectType === '*'),
      ]),
    )
    const anchorJoins = own
      .flatMap((rule) => rule.joinGroups.flat())
      .filter((clause) => clause.sourceAttribute === 'sourceAnchor')
      .map((clause) => clause.targetAttribute)
    return [{ connector, rules, targets, anchorJoins: [...new Set(anchorJoins)] }]
  })
}

function compileRule(
  rule: Rule,
  targets: readonly string[],
  schema: MetaverseSchema,
  reportRule: Report,
): CompiledRule {
  const report = (error: Omit<RuleError, 'ruleId' | 'ruleName'>) => reportRule(rule, error)
  const flows = rule.flows.flatMap((flow): CompiledFlow[] => {
    const ends = {
      slot: targets.indexOf(flow.target),
      shape: shapeOf(rule, flow, schema),
      isReference: isReferenceFlow(rule, flow, schema),
    }
    const compiled = compileFlow(rule, flow, ends, report)
    return compiled === undefined ? [] : [compiled]
  })
  return {
    rule,
    scope: compileScope(rule.scopeGroups, report),
    scopeOfAnySize: scopeOfAnySize(rule),
    joinSources: [...new Set(rule.joinGroups.flat().map((clause) => clause.sourceAttribute))],
    flows,
  }
}

function shapeOf(rule: Rule, flow: Flow, schema: MetaverseSchema) {
  const target = schema[flow.target]
  if (rule.direction === 'Inbound' || target !== undefined || flow.flowType !== 'Direct') return target
  return schema[flow.source]
}

function isReferenceFlow(rule: Rule, flow: Flow, schema: MetaverseSchema): boolean {
  if (flow.flowType !== 'Direct') return false
  const known = rule.direction === 'Inbound' ? schema[flow.target] : schema[flow.source]
  return known?.syntax === 'reference'
}

function scopeOfAnySize(rule: Rule): CompiledRule['scopeOfAnySize'] {
  const isSizeLimit = (clause: { attribute: string; operator: string }) =>
    clause.attribute === 'memberCount' && clause.operator.startsWith('LESSTHAN')
  if (!rule.scopeGroups.flat().some(isSizeLimit)) return undefined
  const groups = rule.scopeGroups.map((group) => group.filter((clause) => !isSizeLimit(clause)))
  // Problems of these clauses are reported with the full scope.
  return compileScope(groups, () => undefined)
}

function sortedTargets(rules: readonly Rule[]): string[] {
  return [...new Set(rules.flatMap((rule) => rule.flows.map((flow) => flow.target)))].sort()
}

function joinAttributesOf(inbound: readonly Rule[]): string[] {
  const targets = inbound.flatMap((rule) => rule.joinGroups.flat().map((clause) => clause.targetAttribute))
  return [...new Set([...targets, 'sourceAnchor'])].sort()
}

function membershipOf(inbound: readonly Rule[]): { connectorId: string; objectType: string }[] {
  const asking = inbound.filter((rule) =>
    rule.scopeGroups.flat().some((clause) => clause.operator.endsWith('MEMBEROF')),
  )
  const keys = new Map(
    asking.map(({ connectorId, connectedObjectType: objectType }) => [
      `${connectorId} ${objectType}`,
      { connectorId, objectType },
    ]),
  )
  return [...keys.values()]
}

function append<K, V>(map: Map<K, V[]>, key: K, value: V): void {
  const list = map.get(key)
  if (list) list.push(value)
  else map.set(key, [value])
}
