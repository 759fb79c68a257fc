import type { EvaluationScope } from './evaluation.ts'
import { ExpressionFailure, type SourceRange } from './failure.ts'
import { LIMITS } from './limits.ts'
import { Binary, type Value } from './values.ts'

/** What one evaluation carries along. */
export type Frame = {
  readonly scope: EvaluationScope
  /** Values of `$variables` by nesting depth. */
  readonly slots: Value[]
  steps: number
  /** How many random values were drawn. */
  draws: number
}

/** A compiled node. */
export type Evaluate = (frame: Frame) => Value

/** Counts work. Throws `expression.too_many_steps`. */
export function charge(frame: Frame, steps: number, range: SourceRange): void {
  frame.steps += steps
  if (frame.steps > LIMITS.steps) {
    throw new ExpressionFailure(
      'expression.too_many_steps',
      `The evaluation takes more than ${LIMITS.steps} steps.`,
      range,
    )
  }
}

/** Counts what a large value costs to read or make: a step per 256 units or bytes. */
export function chargeSize(frame: Frame, value: Value, range: SourceRange): void {
  const size = typeof value === 'string' ? value.length : value instanceof Binary ? value.size : 0
  if (size >= 256) charge(frame, size >> 8, range)
}

/** As `chargeSize`, for what a function or operator made. Throws `expression.result_too_large` too. */
export function chargeResult(frame: Frame, value: Value, range: SourceRange): void {
  if (typeof value === 'string') assertResultSize(value.length, range)
  chargeSize(frame, value, range)
}

/**
 * Call before searching one text in another: the product bounds what a search can cost at worst. Throws
 * `expression.too_many_steps`.
 */
export function assertSearchable(text: string, sought: string, range: SourceRange): void {
  if (text.length * sought.length <= LIMITS.searchProduct) return
  throw new ExpressionFailure(
    'expression.too_many_steps',
    'Both texts are too large to search one in the other.',
    range,
  )
}

/** Call before making text or bytes that may be much larger than what they are made of. */
export function assertResultSize(size: number, range: SourceRange): void {
  if (size <= LIMITS.resultSize) return
  throw new ExpressionFailure(
    'expression.result_too_large',
    `The result would be larger than ${LIMITS.resultSize} characters or bytes.`,
    range,
  )
}
