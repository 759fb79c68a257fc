import type { CallNode, Node, OperationsNode } from './ast.ts'
import { ExpressionFailure, type SourceRange } from './failure.ts'
import type { FunctionEntry, ParameterShape } from './functions/entry.ts'
import { nearestName } from './nearest-name.ts'
import { type Kind, kindOf } from './values.ts'

/** One place where an expression reads an attribute, for "unknown attribute" hints and for loading. */
export type AttributeRead = {
  readonly name: string
  /** `[name]`, `ImportedValue("name")` or `ValueCount("name")`. */
  readonly by: 'attribute' | 'imported' | 'count'
  readonly range: SourceRange
}

export type Reads = { readonly attributes: AttributeRead[]; readonly parameters: Set<string> }

type Functions = ReadonlyMap<string, FunctionEntry>
type Context = { readonly functions: Functions; readonly reads: Reads; readonly variables: readonly string[] }

/**
 * Finds what is wrong whatever the attributes hold: unknown functions and variables, argument counts, kinds that can
 * never fit. Throws the first as an `ExpressionFailure`. Attribute names are not checked: the schema decides those.
 */
export function checkExpression(node: Node, functions: Functions): Reads {
  const reads: Reads = { attributes: [], parameters: new Set() }
  const kind = check(node, { functions, reads, variables: [] })
  if (kind === 'enum' || kind === 'dt') {
    throw failure(
      'expression.type_mismatch',
      `A result of type ${kind} cannot be stored in an attribute.`,
      node.range,
    )
  }
  return reads
}

function check(node: Node, context: Context): Kind {
  switch (node.kind) {
    case 'literal':
      return node.value === null ? 'null' : kindOf(node.value)
    case 'attribute':
      context.reads.attributes.push({ name: node.name, by: 'attribute', range: node.range })
      return 'var'
    case 'parameter':
      context.reads.parameters.add(node.name)
      return 'str'
    case 'variable':
      if (context.variables.includes(node.name)) return 'var'
      throw failure(
        'expression.unknown_variable',
        `The variable $${node.name} is not declared here.`,
        node.range,
      )
    case 'negate':
      expectKind(check(node.operand, context), ['num'], 'A minus sign needs', node.operand.range)
      return 'num'
    case 'logic':
      for (const operand of [node.first, ...node.rest.map((step) => step.operand)]) {
        expectKind(check(operand, context), ['bool', 'num'], 'A condition must be', operand.range)
      }
      return 'bool'
    case 'operations':
      return checkOperations(node, context)
    case 'call':
      return checkCall(node, context)
  }
}

function checkOperations(node: OperationsNode, context: Context): Kind {
  let left = check(node.first, context)
  for (const { operator, operand } of node.rest) {
    const right = check(operand, context)
    const range = { start: node.first.range.start, end: operand.range.end }
    const allowed = OPERAND_KINDS[operator]
    const known = [left, right].filter((kind) => kind !== 'var' && kind !== 'null')
    if (known.some((kind) => !allowed.includes(kind)) || new Set(known).size > 1) {
      const message = `The operator ${operator} cannot be used on ${left} and ${right}.`
      throw failure('expression.type_mismatch', message, range)
    }
    left = operator === '&' ? (known[0] ?? 'var') : NUMERIC.includes(operator) ? 'num' : 'bool'
  }
  return left
}

const NUMERIC: readonly string[] = ['+', '-', '*', '/']
const EQUATED: readonly Kind[] = ['str', 'num', 'bool', 'bin', 'ref', 'dt']
const ORDERED: readonly Kind[] = ['str', 'num', 'dt']
const OPERAND_KINDS: Readonly<Record<OperationsNode['rest'][number]['operator'], readonly Kind[]>> = {
  '+': ['num'],
  '-': ['num'],
  '*': ['num'],
  '/': ['num'],
  '&': ['str', 'bin'],
  '=': EQUATED,
  '<>': EQUATED,
  '<': ORDERED,
  '<=': ORDERED,
  '>': ORDERED,
  '>=': ORDERED,
}

function checkCall(node: CallNode, context: Context): Kind {
  const entry = findFunction(context.functions, node)
  checkArity(entry, node)
  const variables = [...context.variables]
  const kinds = node.arguments.map((given, index): Kind => {
    const shape = parameterAt(entry, index)
    if (shape.role === 'variable') {
      variables.push(declaredVariable(node, given))
      return 'var'
    }
    if (shape.role === 'name') {
      const name = quotedName(node, given)
      context.reads.attributes.push({ name, by: entry.reads ?? 'attribute', range: given.range })
      return 'str'
    }
    const kind = check(given, shape.role === 'body' ? { ...context, variables } : context)
    expectKind(kind, shape.kinds, `${node.name}: argument ${index + 1} must be`, given.range)
    return kind
  })
  return typeof entry.returns === 'function' ? entry.returns(kinds) : entry.returns
}

/** The function that a call names. Throws `expression.unknown_function`. */
export function findFunction(functions: Functions, node: CallNode): FunctionEntry {
  const entry = functions.get(node.name)
  if (entry !== undefined) return entry
  const near = nearestName(node.name, [...functions.keys()])
  const hint = near === undefined ? 'Function names are case-sensitive.' : `Did you mean ${near}?`
  throw failure('expression.unknown_function', `There is no function ${node.name}. ${hint}`, node.nameRange)
}

/** The parameter that takes an argument; lists that repeat start again. */
export function parameterAt(entry: FunctionEntry, index: number): ParameterShape {
  const shape = entry.parameters[entry.repeats ? index % entry.parameters.length : index]
  return shape ?? { role: 'value', kinds: ['var'], optional: true }
}

/** The name of the variable that an argument declares. Throws `expression.syntax`. */
export function declaredVariable(call: CallNode, given: Node): string {
  if (given.kind === 'variable') return given.name
  throw failure('expression.syntax', `${call.name} declares a variable here, such as $item.`, given.range)
}

/** The attribute name that an argument quotes. Throws `expression.syntax`. */
export function quotedName(call: CallNode, given: Node): string {
  if (given.kind === 'literal' && typeof given.value === 'string' && given.value !== '') return given.value
  const message = `${call.name} takes a quoted attribute name: ${call.name}("proxyAddresses").`
  throw failure('expression.syntax', message, given.range)
}

function checkArity(entry: FunctionEntry, node: CallNode): void {
  const count = node.arguments.length
  const most = entry.parameters.length
  const least = entry.parameters.filter((shape) => !shape.optional).length
  if (entry.repeats ? count > 0 && count % most === 0 : count >= least && count <= most) return
  const wanted = entry.repeats ? 'pairs of' : least === most ? `${most}` : `${least} to ${most}`
  throw failure('expression.arity', `${entry.signature} takes ${wanted} arguments, not ${count}.`, node.range)
}

function expectKind(kind: Kind, allowed: readonly Kind[], what: string, range: SourceRange): void {
  if (kind === 'var' || kind === 'null' || allowed.includes(kind)) return
  if (allowed.includes('var') && kind !== 'flow' && kind !== 'enum') return
  const names = allowed.includes('var') ? 'a value' : allowed.join(' or ')
  throw failure('expression.type_mismatch', `${what} ${names}, not ${kind}.`, range)
}

function failure(
  code: ExpressionFailure['detail']['code'],
  message: string,
  range: SourceRange,
): ExpressionFailure {
  return new ExpressionFailure(code, message, range)
}
