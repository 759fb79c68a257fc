import type { LogicOperator, Operator } from './ast.ts'
import { ExpressionFailure, type SourceRange } from './failure.ts'

export type Token =
  | { readonly type: 'number'; readonly value: bigint; readonly range: SourceRange }
  | { readonly type: 'string'; readonly value: string; readonly range: SourceRange }
  | {
      readonly type: 'attribute' | 'parameter' | 'variable' | 'name'
      readonly name: string
      readonly range: SourceRange
    }
  | { readonly type: 'operator'; readonly operator: Operator; readonly range: SourceRange }
  | { readonly type: 'logic'; readonly operator: LogicOperator; readonly range: SourceRange }
  | { readonly type: '(' | ')' | ',' | 'end'; readonly range: SourceRange }

const WHITE_SPACE = /\s+/y
const HEXADECIMAL = /&[Hh]([0-9A-Fa-f]+)(?![A-Za-z0-9_])/y
const DECIMAL = /\d+(?![A-Za-z0-9_.])/y
const TEXT = /"([^"]*)"/y
const ATTRIBUTE = /\[([^[\]\r\n]+)\]/y
const PARAMETER = /%([A-Za-z0-9_.-]+)%/y
const VARIABLE = /\$([A-Za-z_][A-Za-z0-9_]*)/y
const NAME = /[A-Za-z_][A-Za-z0-9_]*/y
const LOGIC = /&&|\|\|/y
const OPERATOR = /<>|<=|>=|[-+*/&=<>]/y
const PUNCTUATION = /[(),]/y

/** The tokens of an expression, the last one `end`. Throws `expression.syntax`. */
export function tokenize(text: string): Token[] {
  const tokens: Token[] = []
  let position = 0
  const match = (pattern: RegExp): RegExpExecArray | null => {
    pattern.lastIndex = position
    return pattern.exec(text)
  }
  while (true) {
    position += match(WHITE_SPACE)?.[0].length ?? 0
    if (position >= text.length) break
    const token = readToken(match, position, endsOperand(tokens.at(-1)))
    if (token === undefined) throw unexpected(text, position)
    tokens.push(token)
    position = token.range.end
  }
  tokens.push({ type: 'end', range: { start: text.length, end: text.length } })
  return tokens
}

// `&` starts a hexadecimal number only where a value may stand; after a value it joins.
function endsOperand(token: Token | undefined): boolean {
  return token !== undefined && !['operator', 'logic', '(', ','].includes(token.type)
}

function readToken(
  match: (pattern: RegExp) => RegExpExecArray | null,
  start: number,
  afterOperand: boolean,
): Token | undefined {
  const range = (found: RegExpExecArray): SourceRange => ({ start, end: start + found[0].length })
  let found = afterOperand ? null : match(HEXADECIMAL)
  if (found) return { type: 'number', value: hexadecimal(found[1] ?? '', range(found)), range: range(found) }
  found = match(DECIMAL)
  if (found) return { type: 'number', value: BigInt(found[0]), range: range(found) }
  found = match(TEXT)
  if (found) return { type: 'string', value: (found[1] ?? '').replaceAll('\\\\', '\\'), range: range(found) }
  found = match(ATTRIBUTE)
  if (found) return { type: 'attribute', name: found[1] ?? '', range: range(found) }
  found = match(PARAMETER)
  if (found) return { type: 'parameter', name: found[1] ?? '', range: range(found) }
  found = match(VARIABLE)
  if (found) return { type: 'variable', name: found[1] ?? '', range: range(found) }
  found = match(NAME)
  if (found) return { type: 'name', name: found[0], range: range(found) }
  return readSymbol(match, range)
}

function readSymbol(
  match: (pattern: RegExp) => RegExpExecArray | null,
  range: (found: RegExpExecArray) => SourceRange,
): Token | undefined {
  const logic = match(LOGIC)
  if (logic) return { type: 'logic', operator: logic[0] === '&&' ? '&&' : '||', range: range(logic) }
  const found = match(OPERATOR)
  if (found)
    return isOperator(found[0]) ? { type: 'operator', operator: found[0], range: range(found) } : undefined
  const punctuation = match(PUNCTUATION)
  if (!punctuation) return undefined
  const type = punctuation[0] === '(' ? '(' : punctuation[0] === ')' ? ')' : ','
  return { type, range: range(punctuation) }
}

const OPERATORS: ReadonlySet<string> = new Set(['+', '-', '*', '/', '&', '=', '<>', '<', '<=', '>', '>='])

function isOperator(text: string): text is Operator {
  return OPERATORS.has(text)
}

// Sixteen digits are a bit pattern: &HFFFFFFFFFFFFFFFF is -1.
function hexadecimal(digits: string, range: SourceRange): bigint {
  const value = BigInt(`0x${digits}`)
  if (value >= 2n ** 64n) {
    throw new ExpressionFailure('expression.overflow', 'A hexadecimal number has at most 16 digits.', range)
  }
  return BigInt.asIntN(64, value)
}

const UNFINISHED: Readonly<Record<string, string>> = {
  '"': 'The text that starts here has no closing quote.',
  '[': 'An attribute is written [name]; the closing ] or the name is missing.',
  '%': 'A parameter is written %Name%; the closing % or the name is missing.',
  $: 'A variable is written $name; the name is missing.',
  '“': 'Use straight quotes (") around text.',
  '”': 'Use straight quotes (") around text.',
  "'": 'Use double quotes (") around text.',
  '!': 'There is no operator "!"; use <> for "not equal", or = False.',
  '|': 'There is no operator "|"; use || for "or".',
}

function unexpected(text: string, start: number): ExpressionFailure {
  const character = String.fromCodePoint(text.codePointAt(start) ?? 0)
  const isNumber = /\d/.test(character)
  const message = isNumber
    ? 'Numbers are whole: digits, or &H and hexadecimal digits.'
    : (UNFINISHED[character] ?? `The character ${character} has no meaning here.`)
  const open = character === '"' || character === '[' || character === '%'
  const end = open ? text.length : start + character.length
  return new ExpressionFailure('expression.syntax', message, { start, end })
}
