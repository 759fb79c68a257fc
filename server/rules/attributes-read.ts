import { compileExpression } from '../expression/index.ts'
import type { Flow, Rule } from './model.ts'

/**
 * The connected-directory attributes that a connector must import so that its rules can run, sorted: what enabled
 * inbound rules read in scope, joins, flows and expressions, and what outbound rules write (an import has to confirm
 * it). Names keep the rules' spelling; `dn` is not among them, every object has it. Expressions that do not compile
 * are skipped: `compileRules` reports them.
 */
export function attributesRead(rules: readonly Rule[], connectorId: string): string[] {
  const names = new Set<string>()
  for (const rule of rules) {
    if (rule.disabled || rule.connectorId !== connectorId) continue
    const inbound = rule.direction === 'Inbound'
    for (const join of rule.joinGroups.flat())
      names.add(inbound ? join.sourceAttribute : join.targetAttribute)
    if (inbound) for (const clause of rule.scopeGroups.flat()) names.add(clause.attribute)
    for (const flow of rule.flows) {
      for (const name of inbound ? sourcesOf(flow) : [flow.target]) names.add(name)
    }
  }
  names.delete('dn')
  return [...names].sort()
}

/** Names of the attributes that a flow reads. */
export function sourcesOf(flow: Flow): readonly string[] {
  if (flow.flowType === 'Direct') return [flow.source]
  if (flow.flowType === 'Constant') return []
  const compilation = compileExpression(flow.source, 'connect')
  return compilation.ok ? compilation.expression.reads.map((read) => read.name) : []
}
