import type { Operator } from './ast.ts'
import { concatBytes } from './bytes.ts'
import { ExpressionFailure, type SourceRange } from './failure.ts'
import { assertResultSize, chargeResult, type Frame } from './frame.ts'
import { mapTogether } from './mapping.ts'
import { Binary, checkedNum, isCollection, kindOf, type Scalar, type Value } from './values.ts'

type Operation = (left: Scalar | null, right: Scalar | null, range: SourceRange) => Scalar | null

const OPERATIONS: Readonly<Record<Operator, Operation>> = {
  '+': arithmetic('+', (left, right) => left + right),
  '-': arithmetic('-', (left, right) => left - right),
  '*': arithmetic('*', (left, right) => left * right),
  '/': arithmetic('/', (left, right, range) => {
    if (right !== 0n) return left / right
    throw new ExpressionFailure('expression.division_by_zero', 'Division by zero.', range)
  }),
  '&': concatenate,
  '=': (left, right, range) => left !== null && right !== null && isEqual('=', left, right, range),
  '<>': (left, right, range) => left !== null && right !== null && !isEqual('<>', left, right, range),
  '<': ordered('<', (order) => order < 0),
  '<=': ordered('<=', (order) => order <= 0),
  '>': ordered('>', (order) => order > 0),
  '>=': ordered('>=', (order) => order >= 0),
}

/** One operator on two values, mapped over collections. Null compares false; null with `&` is nothing to append. */
export function applyOperator(
  frame: Frame,
  operator: Operator,
  left: Value,
  right: Value,
  range: SourceRange,
): Value {
  const operation = OPERATIONS[operator]
  if (isCollection(left) || isCollection(right)) {
    return mapTogether(frame, [left, right], range, (row) => operation(row[0] ?? null, row[1] ?? null, range))
  }
  const result = operation(left, right, range)
  chargeResult(frame, result, range)
  return result
}

/** Minus before a value that is not a literal. */
export function negate(frame: Frame, value: Value, range: SourceRange): Value {
  return applyOperator(frame, '-', 0n, value, range)
}

function arithmetic(
  operator: Operator,
  compute: (left: bigint, right: bigint, range: SourceRange) => bigint,
): Operation {
  return (left, right, range) => {
    if (left === null || right === null) return null
    if (typeof left !== 'bigint' || typeof right !== 'bigint') throw mismatch(operator, left, right, range)
    return checkedNum(compute(left, right, range), range)
  }
}

function concatenate(left: Scalar | null, right: Scalar | null, range: SourceRange): Scalar | null {
  if (typeof left === 'string' && typeof right === 'string') {
    assertResultSize(left.length + right.length, range)
    return left + right
  }
  if (left instanceof Binary && right instanceof Binary) {
    assertResultSize(left.bytes.length + right.bytes.length, range)
    return new Binary(concatBytes(left.bytes, right.bytes))
  }
  const present = left ?? right
  const isJoinable = present === null || typeof present === 'string' || present instanceof Binary
  if (isJoinable && (left === null || right === null)) return present
  throw mismatch('&', left, right, range)
}

function isEqual(operator: Operator, left: Scalar, right: Scalar, range: SourceRange): boolean {
  if (typeof left !== 'object' || typeof right !== 'object') {
    if (typeof left === typeof right) return left === right
    throw mismatch(operator, left, right, range)
  }
  if (left.kind === 'bin' && right.kind === 'bin') return left.base64 === right.base64
  if (left.kind === 'ref' && right.kind === 'ref') return left.dn === right.dn
  if (left.kind === 'dt' && right.kind === 'dt') return left.ticks === right.ticks
  throw mismatch(operator, left, right, range)
}

function ordered(operator: Operator, accept: (order: number) => boolean): Operation {
  return (left, right, range) => {
    if (left === null || right === null) return false
    if (typeof left === 'bigint' && typeof right === 'bigint') return accept(order(left, right))
    if (typeof left === 'string' && typeof right === 'string') return accept(order(left, right))
    if (typeof left === 'object' && left.kind === 'dt' && typeof right === 'object' && right.kind === 'dt') {
      return accept(order(left.ticks, right.ticks))
    }
    throw mismatch(operator, left, right, range)
  }
}

function order<T extends string | bigint>(left: T, right: T): number {
  return left < right ? -1 : left > right ? 1 : 0
}

function mismatch(
  operator: Operator,
  left: Scalar | null,
  right: Scalar | null,
  range: SourceRange,
): ExpressionFailure {
  const name = (value: Scalar | null): string => (value === null ? 'null' : kindOf(value))
  return new ExpressionFailure(
    'expression.type_mismatch',
    `The operator ${operator} cannot be used on ${name(left)} and ${name(right)}.`,
    range,
  )
}
