import { fold, isList, type StoredValue } from '../attributes/value.ts'
import type { CompiledScope, RuleReader } from './compiled.ts'
import { SCOPE_OPERATORS, type ScopeClause, type ScopeOperator } from './model.ts'

type Test = (reader: RuleReader) => boolean
type Problem = { readonly attribute: string; readonly code: string; readonly message: string }

const NEGATIVE: Readonly<Partial<Record<ScopeOperator, ScopeOperator>>> = {
  NOTEQUAL: 'EQUAL',
  NOTCONTAINS: 'CONTAINS',
  NOTSTARTSWITH: 'STARTSWITH',
  NOTENDSWITH: 'ENDSWITH',
  ISNULL: 'ISNOTNULL',
  ISNOTIN: 'ISIN',
  ISNOTBITSET: 'ISBITSET',
  ISNOTMEMBEROF: 'ISMEMBEROF',
}

/**
 * Scope groups as one test (6.2): OR over groups, AND inside, no group is always in scope. Positive operators hold
 * when any value of the attribute satisfies them and never for an absent attribute; a negative operator is the
 * opposite of its positive one. Texts compare ignoring case, integers as numbers.
 */
export function compileScope(
  groups: readonly (readonly ScopeClause[])[],
  report: (problem: Problem) => void,
): CompiledScope {
  const compiled = groups.map((group) =>
    group.map((clause) => ({ clause, holds: compileClause(clause, report) })),
  )
  const holds: Test = (reader) => {
    if (compiled.length === 0) return true
    for (const group of compiled) {
      if (group.every((clause) => clause.holds(reader))) return true
    }
    return false
  }
  return {
    holds,
    failed: (reader) =>
      holds(reader)
        ? []
        : compiled.flatMap((group) => group.find((clause) => !clause.holds(reader))?.clause ?? []),
  }
}

function compileClause(clause: ScopeClause, report: (problem: Problem) => void): Test {
  const operator = canonicalOperator(clause.operator)
  if (operator === undefined) {
    report(problem(clause, 'rules.scope_operator_unknown', `The operator ${clause.operator} does not exist.`))
    return () => false
  }
  const positive = NEGATIVE[operator]
  const test = compilePositive(clause, positive ?? operator, report)
  return positive === undefined ? test : (reader) => !test(reader)
}

/** The operator by its documented name; exports of other products spell ISNOTBITSET as ISBITNOTSET. */
function canonicalOperator(text: string): ScopeOperator | undefined {
  const name = text === 'ISBITNOTSET' ? 'ISNOTBITSET' : text
  return SCOPE_OPERATORS.find((operator) => operator === name)
}

function compilePositive(
  clause: ScopeClause,
  operator: ScopeOperator,
  report: (problem: Problem) => void,
): Test {
  const { attribute } = clause
  const wanted = typeof clause.value === 'string' ? [clause.value] : clause.value
  switch (operator) {
    case 'ISNOTNULL':
      return (reader) => reader.attribute(attribute) !== undefined
    case 'ISMEMBEROF': {
      const groups = wanted.map(fold)
      return (reader) => groups.some((group) => reader.memberOf().has(group))
    }
    case 'ISBITSET': {
      const given = parseInteger(wanted[0] ?? '')
      const mask = given === undefined ? undefined : BigInt.asUintN(64, given)
      if (mask === undefined) {
        report(
          problem(clause, 'rules.scope_value_invalid', `"${wanted[0] ?? ''}" is not an integer bit mask.`),
        )
        return () => false
      }
      return anyValue(attribute, (value) => hasBits(value, mask))
    }
    default: {
      const tests = wanted.map((value) => compileComparison(operator, value))
      const [only] = tests
      if (only !== undefined && tests.length === 1) return anyValue(attribute, only)
      return anyValue(attribute, (value) => tests.some((test) => test(value)))
    }
  }
}

function anyValue(attribute: string, test: (value: StoredValue) => boolean): Test {
  return (reader) => {
    const value = reader.attribute(attribute)
    if (value === undefined) return false
    return isList(value) ? value.some(test) : test(value)
  }
}

function compileComparison(operator: ScopeOperator, wanted: string): (value: StoredValue) => boolean {
  const text = fold(wanted)
  switch (operator) {
    case 'CONTAINS':
      return (value) => textOf(value).includes(text)
    case 'STARTSWITH':
      return (value) => textOf(value).startsWith(text)
    case 'ENDSWITH':
      return (value) => textOf(value).endsWith(text)
    case 'LESSTHAN':
      return ordered(wanted, (order) => order < 0)
    case 'LESSTHAN_OR_EQUAL':
      return ordered(wanted, (order) => order <= 0)
    case 'GREATERTHAN':
      return ordered(wanted, (order) => order > 0)
    case 'GREATERTHAN_OR_EQUAL':
      return ordered(wanted, (order) => order >= 0)
    default:
      return ordered(wanted, (order) => order === 0)
  }
}

/** Compares as integers when both sides are, else as folded text. */
function ordered(wanted: string, accept: (order: number) => boolean): (value: StoredValue) => boolean {
  const text = fold(wanted)
  const number = parseInteger(wanted)
  return (value) => {
    const other = number === undefined ? undefined : integerOf(value)
    if (number !== undefined && other !== undefined)
      return accept(other < number ? -1 : other > number ? 1 : 0)
    const found = textOf(value)
    return accept(found < text ? -1 : found > text ? 1 : 0)
  }
}

function textOf(value: StoredValue): string {
  if (typeof value === 'string') return fold(value)
  if (typeof value === 'object') return 'b' in value ? fold(value.b) : value.n
  return String(value)
}

function integerOf(value: StoredValue): bigint | undefined {
  if (typeof value === 'number') return Number.isInteger(value) ? BigInt(value) : undefined
  return typeof value === 'object' && 'n' in value ? BigInt(value.n) : undefined
}

/** True when all bits of the mask are set; text counts when it is an integer, as in files without a schema. */
function hasBits(value: StoredValue, mask: bigint): boolean {
  const bits = typeof value === 'string' ? parseInteger(value) : integerOf(value)
  return bits !== undefined && (BigInt.asUintN(64, bits) & mask) === mask
}

function parseInteger(text: string): bigint | undefined {
  const trimmed = text.trim()
  if (/^-?\d+$/.test(trimmed)) return BigInt(trimmed)
  if (/^&H[0-9a-f]+$/i.test(trimmed)) return BigInt(`0x${trimmed.slice(2)}`)
  return undefined
}

function problem(clause: ScopeClause, code: string, message: string): Problem {
  return { attribute: clause.attribute, code, message }
}
