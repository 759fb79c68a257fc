import { ExpressionFailure, type SourceRange } from '../failure.ts'
import type { Evaluate } from '../frame.ts'
import { type Kind, kindOf, type Scalar } from '../values.ts'

/** Where a function was called, for its errors. */
export type CallSite = {
  readonly name: string
  readonly range: SourceRange
  readonly argumentRanges: readonly SourceRange[]
}

/** A call whose arguments are compiled; each is evaluated as often, and as late, as the function asks. */
export type Call = {
  readonly site: CallSite
  readonly arguments: readonly Evaluate[]
  /** Slot of the `$variable` that the first argument declares; -1 when there is none. */
  readonly slot: number
  /** The quoted name that the first argument is, for parameters of role `name`. */
  readonly attributeName: string
}

/**
 * `value`: an expression. `variable`: declares a `$name` that `body` arguments see. `name`: a quoted attribute name.
 * `kinds`: what the checker lets through; `var` is any kind of value.
 */
export type ParameterShape = {
  readonly role: 'value' | 'variable' | 'body' | 'name'
  readonly kinds: readonly Kind[]
  readonly optional: boolean
}

/** One function of a dialect. Adding a function is adding one entry. */
export type FunctionEntry = {
  readonly name: string
  /** As the reference prints it: `str Left(str string, num NumChars)`. */
  readonly signature: string
  readonly parameters: readonly ParameterShape[]
  /** The whole parameter list may repeat. */
  readonly repeats?: true
  /** What `ImportedValue` and `ValueCount` read. */
  readonly reads?: 'imported' | 'count'
  readonly returns: Kind | ((argumentKinds: readonly Kind[]) => Kind)
  readonly bind: (call: Call) => Evaluate
}

/** `expression.type_mismatch` at one argument of a call. */
export function argumentMismatch(
  site: CallSite,
  index: number,
  expected: string,
  found: Scalar | readonly Scalar[] | null,
): ExpressionFailure {
  const kind = found === null ? 'null' : isSeveral(found) ? 'multi-valued' : kindOf(found)
  return new ExpressionFailure(
    'expression.type_mismatch',
    `${site.name}: argument ${index + 1} must be ${expected}, not ${kind}.`,
    site.argumentRanges[index] ?? site.range,
  )
}

function isSeveral(found: Scalar | readonly Scalar[]): found is readonly Scalar[] {
  return Array.isArray(found)
}
