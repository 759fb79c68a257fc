import { sourcesOf } from './attributes-read.ts'
import type { ConnectorFacts, RuleError } from './compiled.ts'
import type { MetaverseSchema } from './metaverse-schema.ts'
import type { Flow, Rule } from './model.ts'

type Problem = Omit<RuleError, 'ruleId' | 'ruleName'>

/**
 * What is wrong with rules apart from their expressions. Disabled rules are checked for identity and precedence only.
 * Codes: `rules.id_duplicate`, `rules.precedence_duplicate`, `rules.connector_unknown`,
 * `rules.metaverse_attribute_unknown`, `rules.join_attribute_invalid`, `rules.provision_without_join`,
 * `rules.provision_any_type`, `rules.provisioning_dn_missing`, `rules.link_type_invalid`,
 * `rules.scope_operator_outbound`, `rules.merge_type_mixed`, `rules.reference_merge`.
 */
export function validateRules(
  rules: readonly Rule[],
  connectors: readonly ConnectorFacts[],
  schema: MetaverseSchema,
): RuleError[] {
  const errors: RuleError[] = []
  const ids = new Set<string>()
  const precedences = new Map<number, Rule>()
  const merges = new Map<string, { readonly rule: Rule; readonly flow: Flow }>()
  for (const rule of rules) {
    const add = (problem: Problem) => errors.push({ ruleId: rule.id, ruleName: rule.name, ...problem })
    if (ids.has(rule.id)) add({ code: 'rules.id_duplicate', message: `The id ${rule.id} is used twice.` })
    ids.add(rule.id)
    const same = precedences.get(rule.precedence)
    if (same) {
      const message = `"${rule.name}" and "${same.name}" both have precedence ${rule.precedence}; every rule needs its own.`
      add({ code: 'rules.precedence_duplicate', message })
    }
    precedences.set(rule.precedence, rule)
    if (rule.disabled) continue
    const problems = [
      ...linkProblems(rule, connectors),
      ...attributeProblems(rule, schema),
      ...mergeProblems(rule, schema, merges),
    ]
    problems.forEach(add)
  }
  return errors
}

function linkProblems(rule: Rule, connectors: readonly ConnectorFacts[]): Problem[] {
  const problems: Problem[] = []
  const connector = connectors.find(({ id }) => id === rule.connectorId)
  if (connector === undefined) {
    const message = `"${rule.name}" belongs to a connector that does not exist.`
    problems.push({ code: 'rules.connector_unknown', message })
  }
  const provisions = rule.linkType === 'Provision'
  if (rule.direction === 'Outbound') {
    if (rule.linkType === 'StickyJoin') {
      const message = `"${rule.name}" is outbound: its link type can be Join or Provision, not StickyJoin.`
      problems.push({ code: 'rules.link_type_invalid', message })
    }
    if (provisions && connector?.provisioningDn === undefined) {
      const message = `"${rule.name}" cannot provision: its connector does not say how new objects are named.`
      problems.push({ code: 'rules.provisioning_dn_missing', message })
    }
    return problems
  }
  if (rule.linkType !== 'Join' && rule.joinGroups.length === 0) {
    const message = `"${rule.name}" has no join groups: its link type can only be Join.`
    problems.push({ code: 'rules.provision_without_join', message })
  }
  if (provisions && rule.metaverseObjectType === '*') {
    const message = `"${rule.name}" projects objects and so needs one metaverse object type.`
    problems.push({ code: 'rules.provision_any_type', message })
  }
  return problems
}

function attributeProblems(rule: Rule, schema: MetaverseSchema): Problem[] {
  const problems: Problem[] = []
  const check = (attribute: string, where: string) => {
    if (Object.hasOwn(schema, attribute)) return
    const message = `The metaverse has no attribute ${attribute} (${where}).`
    problems.push({ attribute, code: 'rules.metaverse_attribute_unknown', message })
  }
  const inbound = rule.direction === 'Inbound'
  for (const clause of rule.joinGroups.flat()) {
    const attribute = inbound ? clause.targetAttribute : clause.sourceAttribute
    check(attribute, 'join')
    if (schema[attribute]?.syntax === 'reference') {
      const message = `${attribute} holds references; a join cannot compare them.`
      problems.push({ attribute, code: 'rules.join_attribute_invalid', message })
    }
  }
  if (inbound) {
    for (const flow of rule.flows) check(flow.target, 'flow target')
    return problems
  }
  for (const clause of rule.scopeGroups.flat()) {
    check(clause.attribute, 'scope')
    if (clause.operator.endsWith('MEMBEROF')) {
      const message = `${clause.operator} tests groups of a connected directory and works inbound only.`
      problems.push({ attribute: clause.attribute, code: 'rules.scope_operator_outbound', message })
    }
  }
  for (const flow of rule.flows) for (const name of sourcesOf(flow)) check(name, `flow to ${flow.target}`)
  return problems
}

function mergeProblems(
  rule: Rule,
  schema: MetaverseSchema,
  merges: Map<string, { readonly rule: Rule; readonly flow: Flow }>,
): Problem[] {
  const problems: Problem[] = []
  const side =
    rule.direction === 'Inbound'
      ? rule.metaverseObjectType
      : `${rule.connectorId} ${rule.connectedObjectType}`
  for (const flow of rule.flows) {
    const attribute = flow.target
    if (flow.mergeType !== 'Update' && schema[attribute]?.syntax === 'reference') {
      const message = `References cannot be merged; ${attribute} needs the merge type Update.`
      problems.push({ attribute, code: 'rules.reference_merge', message })
    }
    const key = `${rule.direction} ${side} ${attribute}`
    const other = merges.get(key)
    if (other && other.flow.mergeType !== flow.mergeType) {
      const message = `${attribute} has the merge type ${flow.mergeType} here and ${other.flow.mergeType} in "${other.rule.name}"; all rules of one attribute must use the same.`
      problems.push({ attribute, code: 'rules.merge_type_mixed', message })
    }
    merges.set(key, { rule, flow })
  }
  return problems
}
