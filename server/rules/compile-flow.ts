import { isList } from '../attributes/value.ts'
import { compileExpression } from '../expression/index.ts'
import type { CompiledFlow, FlowOutcome, RuleError, RuleReader, TargetShape } from './compiled.ts'
import { toTarget } from './convert-value.ts'
import type { Flow, Rule } from './model.ts'

const NULL: FlowOutcome = { outcome: 'null' }

/** What the caller found out about a flow's two ends. */
export type FlowEnds = {
  readonly slot: number
  readonly shape: TargetShape
  /** Direct from a reference attribute to a reference attribute. */
  readonly isReference: boolean
}

/** One flow made ready to run; undefined after reporting why it cannot. */
export function compileFlow(
  rule: Rule,
  flow: Flow,
  ends: FlowEnds,
  report: (error: Omit<RuleError, 'ruleId' | 'ruleName'>) => void,
): CompiledFlow | undefined {
  const run = compileRun(flow, ends, report)
  if (run === undefined) return undefined
  return {
    flow,
    target: flow.target,
    applyOnce: flow.applyOnce,
    mergeType: flow.mergeType,
    slot: ends.slot,
    seed: `${rule.id} ${flow.target}`,
    reference: ends.isReference ? flow.source : undefined,
    run,
  }
}

function compileRun(
  flow: Flow,
  ends: FlowEnds,
  report: (error: Omit<RuleError, 'ruleId' | 'ruleName'>) => void,
): ((reader: RuleReader) => FlowOutcome) | undefined {
  const { source } = flow
  if (flow.flowType === 'Direct')
    return ends.isReference ? directReference(flow, ends) : directValue(source, ends)
  if (flow.flowType === 'Constant') {
    const constant = toTarget(source, ends.shape)
    if (constant.outcome !== 'error') return () => constant
    report({ attribute: flow.target, code: 'rules.constant_invalid', message: constant.message })
    return undefined
  }
  const compilation = compileExpression(source, 'connect')
  if (compilation.ok) return expressionValue(compilation.expression.evaluate, ends)
  const { code, message, range } = compilation.error
  report({ attribute: flow.target, code, message, range })
  return undefined
}

function directValue(source: string, ends: FlowEnds): (reader: RuleReader) => FlowOutcome {
  return (reader) => {
    const value = reader.attribute(source)
    return value === undefined ? NULL : toTarget(value, ends.shape)
  }
}

function directReference(flow: Flow, ends: FlowEnds): (reader: RuleReader) => FlowOutcome {
  const found: FlowOutcome = { outcome: 'reference', attribute: flow.source }
  return (reader) => {
    const count = reader.referenceCount(flow.source)
    if (count === 0) return NULL
    return count === 1 || (ends.shape?.multi ?? true) ? found : tooManyReferences(count)
  }
}

function expressionValue(
  evaluate: Extract<ReturnType<typeof compileExpression>, { ok: true }>['expression']['evaluate'],
  ends: FlowEnds,
): (reader: RuleReader) => FlowOutcome {
  return (reader) => {
    const result = evaluate(reader)
    if (result.outcome === 'error') {
      return { outcome: 'error', code: 'sync.expression_failed', message: result.error.message }
    }
    if (result.outcome !== 'value') return result
    const outcome = toTarget(result.value, ends.shape)
    if (outcome.outcome !== 'reference') return outcome
    const count = reader.referenceCount(outcome.attribute)
    if (count === 0 || isList(result.value)) return NULL
    return count === 1 || (ends.shape?.multi ?? true) ? outcome : tooManyReferences(count)
  }
}

function tooManyReferences(count: number): FlowOutcome {
  return {
    outcome: 'error',
    code: 'sync.flow_multi_to_single',
    message: `${count} references cannot flow into a single-valued attribute.`,
  }
}
