import { charge } from '../frame.ts'
import { type Kind, type Scalar, settle, type Value } from '../values.ts'
import { argumentMismatch, type CallSite, type FunctionEntry, type ParameterShape } from './entry.ts'
import { type Parameter, readArgument } from './parameters.ts'

/** A scalar, null, or the values of a collection (at least one). */
export type Settled = Scalar | null | readonly Scalar[]

const WHOLE: ParameterShape = { role: 'value', kinds: ['var'], optional: false }

/** A function that looks at its argument as a whole, also at a collection. */
export function inspector(name: string, apply: (value: Settled) => boolean): FunctionEntry {
  return {
    name,
    signature: `bool ${name}(var Expression)`,
    parameters: [WHOLE],
    returns: 'bool',
    bind: ({ site, arguments: [given = () => null] }) => {
      return (frame) => {
        const value = settle(given(frame))
        charge(frame, value !== null && isSeveral(value) ? 1 + (value.length >> 4) : 1, site.range)
        return apply(value)
      }
    },
  }
}

/** A function of a multi-valued attribute and further scalars; it is not mapped. An absent attribute is []. */
export function collective(
  description: { readonly name: string; readonly signature: string; readonly returns: Kind },
  further: readonly ParameterShape[],
  apply: (values: readonly Scalar[], further: readonly Settled[], site: CallSite) => Value,
): FunctionEntry {
  return {
    ...description,
    parameters: [WHOLE, ...further],
    bind: ({ site, arguments: [attribute = () => null, ...others] }) => {
      return (frame) => {
        const values = severalOf(settle(attribute(frame)), site, 0)
        charge(frame, 1 + values.length, site.range)
        return apply(
          values,
          others.map((other) => settle(other(frame))),
          site,
        )
      }
    },
  }
}

/** The values of a multi-valued argument; [] for null. Throws `expression.type_mismatch` for a scalar. */
export function severalOf(value: Settled, site: CallSite, index: number): readonly Scalar[] {
  if (value === null) return []
  if (isSeveral(value)) return value
  throw argumentMismatch(site, index, 'multi-valued', value)
}

/** A scalar argument of a function that is not mapped. Throws `expression.type_mismatch`. */
export function scalarOf<T>(
  shape: Parameter<T>,
  value: Settled | undefined,
  site: CallSite,
  index: number,
): T | null {
  if (value === undefined) return readArgument(shape, shape.absent, site, index)
  if (value !== null && isSeveral(value)) throw argumentMismatch(site, index, shape.kinds.join(' or '), value)
  return readArgument(shape, value, site, index)
}

/** True for the values of a collection. */
export function isSeveral(value: Settled): value is readonly Scalar[] {
  return Array.isArray(value)
}
