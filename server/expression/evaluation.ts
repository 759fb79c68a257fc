import type { StoredValue } from '../attributes/value.ts'
import { type ExpressionError, ExpressionFailure, type SourceRange } from './failure.ts'
import { FlowResult, type Kind, kindOf, type Scalar, settle, type Value } from './values.ts'
import { isBlank } from './white-space.ts'

/** What an expression may read. Attribute names arrive as written; spelling is the scope's business. */
export type EvaluationScope = {
  /** `[name]`: a scalar, an array for multi-valued attributes (also with one value), undefined when absent. */
  readonly attribute: (name: string) => StoredValue | readonly StoredValue[] | undefined
  /** `ImportedValue("name")`: as `attribute`, but only what an import confirmed. */
  readonly imported: (name: string) => StoredValue | readonly StoredValue[] | undefined
  /**
   * `%name%`. Undefined for one of the standard parameters (`Domain.*`, `Forest.*`, `Connector.ID`) is NULL, for any
   * other name the error `expression.unknown_parameter`.
   */
  readonly parameter: (name: string) => string | undefined
  /** `ValueCount("name")`; 0 for an absent attribute. */
  readonly valueCount: (name: string) => number
  /** What Now() gives. */
  readonly now: Date
  /** Equal seeds give equal Guid() and RandomNum(); hash of anchor and flow. */
  readonly seed: string
}

/**
 * The result of a flow. `type` is the language's kind, with `mv` before it for a collection (`mvstr`). Blank text is
 * `null`, blank and null members of a collection are left out, an empty collection is `null`. References come out as
 * their distinguished name.
 */
export type Evaluation =
  | {
      readonly outcome: 'value'
      readonly value: StoredValue | readonly StoredValue[]
      readonly type: string
    }
  | { readonly outcome: 'null' | 'authoritativeNull' | 'ignoreThisFlow' }
  | { readonly outcome: 'error'; readonly error: ExpressionError }

const NULL: Evaluation = { outcome: 'null' }
const AUTHORITATIVE_NULL: Evaluation = { outcome: 'authoritativeNull' }
const IGNORE_THIS_FLOW: Evaluation = { outcome: 'ignoreThisFlow' }

/** The end of a flow. Throws an `ExpressionFailure` for values that cannot be stored. */
export function toEvaluation(value: Value, range: SourceRange): Evaluation {
  const settled = settle(value)
  if (settled === null) return NULL
  if (isScalarList(settled)) return collectionEvaluation(settled, range)
  if (settled instanceof FlowResult) {
    return settled.outcome === 'authoritativeNull' ? AUTHORITATIVE_NULL : IGNORE_THIS_FLOW
  }
  const stored = toStored(settled, range)
  return stored === undefined ? NULL : { outcome: 'value', value: stored, type: kindOf(settled) }
}

function collectionEvaluation(values: readonly Scalar[], range: SourceRange): Evaluation {
  const stored: StoredValue[] = []
  let kind: Kind | undefined
  for (const value of values) {
    const one = toStored(value, range)
    if (one === undefined) continue
    const itsKind = kindOf(value)
    if (kind !== undefined && kind !== itsKind) {
      throw new ExpressionFailure(
        'expression.type_mismatch',
        `The result mixes ${kind} and ${itsKind} values.`,
        range,
      )
    }
    kind = itsKind
    stored.push(one)
  }
  return kind === undefined ? NULL : { outcome: 'value', value: stored, type: `mv${kind}` }
}

function isScalarList(value: Scalar | readonly Scalar[]): value is readonly Scalar[] {
  return Array.isArray(value)
}

/** Undefined when the value counts as none. */
function toStored(value: Scalar, range: SourceRange): StoredValue | undefined {
  if (typeof value === 'string') return isBlank(value) ? undefined : value
  if (typeof value === 'boolean') return value
  if (typeof value === 'bigint') {
    const number = Number(value)
    return Number.isSafeInteger(number) ? number : { n: value.toString() }
  }
  if (value.kind === 'bin') return value.base64 === '' ? undefined : { b: value.base64 }
  if (value.kind === 'ref') return isBlank(value.dn) ? undefined : value.dn
  const message =
    value.kind === 'dt'
      ? 'A date cannot be stored in an attribute; convert it with FormatDateTime or NumFromDate.'
      : `A result of type ${value.kind} cannot be stored in an attribute.`
  throw new ExpressionFailure('expression.type_mismatch', message, range)
}
