import type { CallNode, LogicNode, Node, OperationsNode } from './ast.ts'
import {
  type AttributeRead,
  checkExpression,
  declaredVariable,
  findFunction,
  parameterAt,
  quotedName,
} from './check.ts'
import { type Evaluation, type EvaluationScope, toEvaluation } from './evaluation.ts'
import { type ExpressionError, ExpressionFailure, type SourceRange } from './failure.ts'
import { charge, type Evaluate, type Frame } from './frame.ts'
import type { FunctionEntry } from './functions/entry.ts'
import { type Dialect, FUNCTIONS } from './functions/table.ts'
import { choosePerValue, mapTogether, truth } from './mapping.ts'
import { applyOperator, negate } from './operators.ts'
import { parseExpression } from './parser.ts'
import { fromStored, isCollection, type Value } from './values.ts'

/** An expression that was parsed and checked once and can be evaluated any number of times. */
export type CompiledExpression = {
  readonly text: string
  /** Names read as `[name]`, each once, in order of appearance. */
  readonly attributes: readonly string[]
  /** Every place that reads an attribute, ImportedValue and ValueCount included. */
  readonly reads: readonly AttributeRead[]
  /** Names read as `%name%`. */
  readonly parameters: readonly string[]
  /** Pure: equal scopes give equal results. Errors are outcomes; only a scope that throws makes it throw. */
  readonly evaluate: (scope: EvaluationScope) => Evaluation
}

export type Compilation =
  | { readonly ok: true; readonly expression: CompiledExpression }
  | { readonly ok: false; readonly error: ExpressionError }

/**
 * Compiles an expression (connect-sync section 7). The error is the first one found: `expression.syntax`,
 * `.unknown_name`, `.unknown_function`, `.unknown_variable`, `.arity`, `.type_mismatch`, `.overflow`, `.too_long`,
 * `.too_deep`. Attribute and parameter names are not checked; compare `reads` with the schema.
 */
export function compileExpression(text: string, dialect: Dialect): Compilation {
  try {
    const node = parseExpression(text)
    const functions = FUNCTIONS[dialect]
    const reads = checkExpression(node, functions)
    const attributes = reads.attributes.filter((read) => read.by === 'attribute').map((read) => read.name)
    const expression: CompiledExpression = {
      text,
      attributes: [...new Set(attributes)],
      reads: reads.attributes,
      parameters: [...reads.parameters],
      evaluate: evaluator(compileNode(node, functions, []), node.range),
    }
    return { ok: true, expression }
  } catch (error) {
    if (error instanceof ExpressionFailure) return { ok: false, error: error.detail }
    throw error
  }
}

function evaluator(evaluate: Evaluate, range: SourceRange): CompiledExpression['evaluate'] {
  return (scope) => {
    try {
      return toEvaluation(evaluate({ scope, slots: [], steps: 0, draws: 0 }), range)
    } catch (error) {
      if (error instanceof ExpressionFailure) return { outcome: 'error', error: error.detail }
      throw error
    }
  }
}

type Functions = ReadonlyMap<string, FunctionEntry>

/** `variables`: the declared names from the outside in; the position is the slot. */
function compileNode(node: Node, functions: Functions, variables: readonly string[]): Evaluate {
  const { range } = node
  switch (node.kind) {
    case 'literal': {
      const { value } = node
      return () => value
    }
    case 'attribute': {
      const { name } = node
      return (frame) => {
        const value = fromStored(frame.scope.attribute(name), range)
        if (isCollection(value)) charge(frame, 1 + (value.length >> 4), range)
        return value
      }
    }
    case 'parameter':
      return compileParameter(node.name, range)
    case 'variable': {
      const slot = variables.lastIndexOf(node.name)
      return (frame) => frame.slots[slot] ?? null
    }
    case 'negate': {
      const operand = compileNode(node.operand, functions, variables)
      return (frame) => negate(frame, operand(frame), range)
    }
    case 'logic':
      return compileLogic(node, functions, variables)
    case 'operations':
      return compileOperations(node, functions, variables)
    case 'call':
      return compileCall(node, functions, variables)
  }
}

// Every connector has these; for one without, such as a file without a NetBIOS name, the value is null.
const STANDARD_PARAMETERS: ReadonlySet<string> = new Set([
  'Domain.Netbios',
  'Domain.FQDN',
  'Domain.LDAP',
  'Forest.Netbios',
  'Forest.FQDN',
  'Forest.LDAP',
  'Connector.ID',
])

function compileParameter(name: string, range: SourceRange): Evaluate {
  return (frame) => {
    const value = frame.scope.parameter(name)
    if (value !== undefined) return value
    if (STANDARD_PARAMETERS.has(name)) return null
    throw new ExpressionFailure(
      'expression.unknown_parameter',
      `The parameter %${name}% is not known here.`,
      range,
    )
  }
}

function compileOperations(
  node: OperationsNode,
  functions: Functions,
  variables: readonly string[],
): Evaluate {
  const first = compileNode(node.first, functions, variables)
  const steps = node.rest.map(({ operator, operand }) => ({
    operator,
    evaluate: compileNode(operand, functions, variables),
    range: { start: node.first.range.start, end: operand.range.end },
  }))
  return (frame) => {
    let value = first(frame)
    for (const { operator, evaluate, range } of steps) {
      value = applyOperator(frame, operator, value, evaluate(frame), range)
    }
    return value
  }
}

function compileLogic(node: LogicNode, functions: Functions, variables: readonly string[]): Evaluate {
  const first = { evaluate: compileNode(node.first, functions, variables), range: node.first.range }
  const steps = node.rest.map(({ operator, operand }) => ({
    isOr: operator === '||',
    evaluate: compileNode(operand, functions, variables),
    range: operand.range,
  }))
  return (frame) => {
    let value = conditionOf(frame, first.evaluate(frame), first.range)
    for (const { isOr, evaluate, range } of steps) {
      if (!isCollection(value)) {
        if (value !== isOr) value = conditionOf(frame, evaluate(frame), range)
        continue
      }
      const right = (): Value => conditionOf(frame, evaluate(frame), range)
      const branches = isOr
        ? { whenTrue: () => true, whenFalse: right }
        : { whenTrue: right, whenFalse: () => false }
      value = choosePerValue(frame, value, branches, range)
    }
    return value
  }
}

function conditionOf(frame: Frame, value: Value, range: SourceRange): Value {
  if (!isCollection(value)) return truth(value, range)
  return mapTogether(frame, [value], range, (row) => truth(row[0] ?? null, range))
}

function compileCall(node: CallNode, functions: Functions, variables: readonly string[]): Evaluate {
  const entry = findFunction(functions, node)
  const inner = [...variables]
  let attributeName = ''
  const compiled = node.arguments.map((given, index): Evaluate => {
    const { role } = parameterAt(entry, index)
    if (role === 'variable') inner.push(declaredVariable(node, given))
    if (role === 'name') attributeName = quotedName(node, given)
    if (role === 'variable' || role === 'name') return () => null
    return compileNode(given, functions, role === 'body' ? inner : variables)
  })
  return entry.bind({
    site: { name: node.name, range: node.range, argumentRanges: node.arguments.map((given) => given.range) },
    arguments: compiled,
    slot: inner.length > variables.length ? variables.length : -1,
    attributeName,
  })
}
