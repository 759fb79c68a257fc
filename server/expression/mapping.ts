import { ExpressionFailure, type SourceRange } from './failure.ts'
import { charge, chargeResult, chargeSize, type Frame } from './frame.ts'
import { type Collection, type Element, isCollection, kindOf, type Scalar, type Value } from './values.ts'

/**
 * Applies a scalar function to every value of the collections among `values`; scalars are repeated (connect-sync 7.4).
 * Throws `expression.type_mismatch` for collections of different length.
 */
export function mapTogether(
  frame: Frame,
  values: readonly Value[],
  range: SourceRange,
  apply: (row: readonly (Scalar | null)[]) => Value,
): Collection {
  const length = commonLength(values, range)
  charge(frame, length, range)
  const results: Element[] = []
  for (let index = 0; index < length; index++) {
    const result = applyRow(frame, values, index, range, apply)
    if (!(result instanceof ExpressionFailure) && isCollection(result)) results.push(...result)
    else results.push(result)
    if (typeof result === 'string') chargeResult(frame, result, range)
  }
  return results
}

function commonLength(values: readonly Value[], range: SourceRange): number {
  let length: number | undefined
  for (const value of values) {
    if (!isCollection(value)) continue
    if (length !== undefined && length !== value.length) throw unequal(length, value.length, range)
    length = value.length
  }
  return length ?? 0
}

function applyRow(
  frame: Frame,
  values: readonly Value[],
  index: number,
  range: SourceRange,
  apply: (row: readonly (Scalar | null)[]) => Value,
): Value | ExpressionFailure {
  const row: (Scalar | null)[] = []
  for (const value of values) {
    const element = isCollection(value) ? (value[index] ?? null) : value
    if (!(element instanceof ExpressionFailure)) chargeSize(frame, element, range)
    if (!isCollection(value)) {
      row.push(value)
      continue
    }
    // A dropped value stays dropped, also where the function turns null into something.
    if (element === null || element instanceof ExpressionFailure) return element
    row.push(element)
  }
  try {
    return apply(row)
  } catch (error) {
    if (error instanceof ExpressionFailure && !error.isLimit) return error
    throw error
  }
}

/** IIF over a condition that was computed per value; a branch that no value selects is not evaluated. */
export function choosePerValue(
  frame: Frame,
  conditions: Collection,
  branches: { readonly whenTrue: () => Value; readonly whenFalse: () => Value },
  range: SourceRange,
): Collection {
  charge(frame, conditions.length, range)
  const chosen = conditions.map((condition) =>
    condition === null || condition instanceof ExpressionFailure ? condition : truth(condition, range),
  )
  const whenTrue = chosen.includes(true) ? branches.whenTrue() : null
  const whenFalse = chosen.includes(false) ? branches.whenFalse() : null
  return chosen.map((choice, index) => {
    if (typeof choice !== 'boolean') return choice
    const branch = choice ? whenTrue : whenFalse
    if (!isCollection(branch)) return branch
    if (branch.length !== conditions.length) throw unequal(conditions.length, branch.length, range)
    return branch[index] ?? null
  })
}

/** A Boolean-like value as a condition: null is false, a number is true unless 0. */
export function truth(value: Scalar | null, range: SourceRange): boolean {
  if (typeof value === 'boolean') return value
  if (value === null) return false
  if (typeof value === 'bigint') return value !== 0n
  throw new ExpressionFailure(
    'expression.type_mismatch',
    `A condition must be True or False, not ${kindOf(value)}.`,
    range,
  )
}

function unequal(left: number, right: number, range: SourceRange): ExpressionFailure {
  return new ExpressionFailure(
    'expression.type_mismatch',
    `Collections of ${left} and ${right} values cannot be combined value by value.`,
    range,
  )
}
