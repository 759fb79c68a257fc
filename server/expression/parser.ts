import type { LogicNode, Node, OperationsNode } from './ast.ts'
import { ExpressionFailure, type SourceRange } from './failure.ts'
import { type Token, tokenize } from './lexer.ts'
import { LIMITS } from './limits.ts'
import { nearestName } from './nearest-name.ts'
import { checkedNum, EnumName, FlowResult, type Scalar } from './values.ts'

const NAMED_LITERALS: ReadonlyMap<string, Scalar | null> = new Map<string, Scalar | null>([
  ['NULL', null],
  ['True', true],
  ['False', false],
  ['AuthoritativeNull', new FlowResult('authoritativeNull')],
  ['IgnoreThisFlow', new FlowResult('ignoreThisFlow')],
  ['CRLF', '\r\n'],
  ...[
    'vbTextCompare',
    'vbBinaryCompare',
    'CaseSensitive',
    'CaseInsensitive',
    'Unicode',
    'ASCII',
    'UTF8',
    'DC',
  ].map((name): [string, Scalar] => [name, new EnumName(name)]),
])

/**
 * The tree of an expression (connect-sync 7.1, 7.2). Throws `expression.syntax`, `expression.unknown_name`,
 * `expression.overflow`, `expression.too_long` and `expression.too_deep`.
 */
export function parseExpression(text: string): Node {
  if (text.length > LIMITS.textLength) {
    throw new ExpressionFailure(
      'expression.too_long',
      `The expression has ${text.length} characters; at most ${LIMITS.textLength} are allowed.`,
      { start: LIMITS.textLength, end: text.length },
    )
  }
  return new Parser(tokenize(text)).parseAll()
}

class Parser {
  readonly #tokens: readonly Token[]
  #index = 0
  #depth = 0

  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens
  }

  parseAll(): Node {
    const node = this.#expression()
    const token = this.#peek()
    if (token.type !== 'end') throw syntax(token, `${describe(token)} is not expected here.`)
    return node
  }

  #peek(): Token {
    return this.#tokens[this.#index] ?? { type: 'end', range: { start: 0, end: 0 } }
  }

  #next(): Token {
    const token = this.#peek()
    this.#index++
    return token
  }

  #expression(): Node {
    const token = this.#peek()
    if (++this.#depth > LIMITS.depth) {
      throw new ExpressionFailure(
        'expression.too_deep',
        `Brackets and calls are nested more than ${LIMITS.depth} deep.`,
        token.range,
      )
    }
    const node = this.#logic()
    this.#depth--
    return node
  }

  #logic(): Node {
    const first = this.#operations()
    const rest: LogicNode['rest'][number][] = []
    for (let token = this.#peek(); token.type === 'logic'; token = this.#peek()) {
      this.#index++
      rest.push({ operator: token.operator, operand: this.#operations() })
    }
    const last = rest.at(-1)
    return last ? { kind: 'logic', first, rest, range: span(first.range, last.operand.range) } : first
  }

  #operations(): Node {
    const first = this.#unary()
    const rest: OperationsNode['rest'][number][] = []
    for (let token = this.#peek(); token.type === 'operator'; token = this.#peek()) {
      this.#index++
      rest.push({ operator: token.operator, operand: this.#unary() })
    }
    const last = rest.at(-1)
    return last ? { kind: 'operations', first, rest, range: span(first.range, last.operand.range) } : first
  }

  #unary(): Node {
    const token = this.#peek()
    if (token.type !== 'operator' || token.operator !== '-') return this.#primary()
    this.#index++
    const number = this.#peek()
    if (number.type === 'number') {
      // The sign belongs to the number: -9223372036854775808 has no positive counterpart.
      this.#index++
      const range = span(token.range, number.range)
      return { kind: 'literal', value: checkedNum(-number.value, range), range }
    }
    const operand = this.#primary()
    return { kind: 'negate', operand, range: span(token.range, operand.range) }
  }

  #primary(): Node {
    const token = this.#next()
    switch (token.type) {
      case 'number':
        return { kind: 'literal', value: checkedNum(token.value, token.range), range: token.range }
      case 'string':
        return { kind: 'literal', value: token.value, range: token.range }
      case 'attribute':
      case 'parameter':
      case 'variable':
        return { kind: token.type, name: token.name, range: token.range }
      case 'name':
        return this.#peek().type === '('
          ? this.#call(token.name, token.range)
          : namedLiteral(token.name, token.range)
      case '(':
        return this.#bracketed(token)
      default:
        throw syntax(token, `A value is missing before ${describe(token)}.`)
    }
  }

  #bracketed(open: Token): Node {
    const inner = this.#expression()
    const close = this.#next()
    if (close.type !== ')') throw syntax(close, `A closing bracket is missing before ${describe(close)}.`)
    return { ...inner, range: span(open.range, close.range) }
  }

  #call(name: string, nameRange: SourceRange): Node {
    this.#index++
    const found: Node[] = []
    if (this.#peek().type === ')') {
      return { kind: 'call', name, nameRange, arguments: found, range: span(nameRange, this.#next().range) }
    }
    while (true) {
      found.push(this.#expression())
      const token = this.#next()
      if (token.type === ')') {
        return { kind: 'call', name, nameRange, arguments: found, range: span(nameRange, token.range) }
      }
      if (token.type !== ',') {
        throw syntax(token, `A comma or closing bracket of ${name}( is missing before ${describe(token)}.`)
      }
    }
  }
}

function namedLiteral(name: string, range: SourceRange): Node {
  const value = NAMED_LITERALS.get(name)
  if (value !== undefined) return { kind: 'literal', value, range }
  const near = nearestName(name, [...NAMED_LITERALS.keys()])
  const hint = near === undefined ? 'Write attributes as [name] and text in quotes.' : `Did you mean ${near}?`
  throw new ExpressionFailure('expression.unknown_name', `The name ${name} is not known. ${hint}`, range)
}

function span(first: SourceRange, last: SourceRange): SourceRange {
  return { start: first.start, end: last.end }
}

function syntax(token: Token, message: string): ExpressionFailure {
  return new ExpressionFailure('expression.syntax', message, token.range)
}

function describe(token: Token): string {
  switch (token.type) {
    case 'end':
      return 'the end of the expression'
    case 'number':
    case 'string':
      return `this ${token.type === 'number' ? 'number' : 'text'}`
    case 'operator':
    case 'logic':
      return token.operator
    case 'attribute':
    case 'parameter':
    case 'variable':
    case 'name':
      return token.name
    default:
      return token.type
  }
}
