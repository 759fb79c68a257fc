import { charge, chargeResult, chargeSize, type Evaluate, type Frame } from '../frame.ts'
import { mapTogether } from '../mapping.ts'
import { isCollection, type Kind, type Scalar, type Value } from '../values.ts'
import type { Call, CallSite, FunctionEntry, ParameterShape } from './entry.ts'
import { type Parameter, readArgument } from './parameters.ts'

/** Name, signature and result of a function; `whenNull` is its result when a required argument is null. */
export type Description = {
  readonly name: string
  readonly signature: string
  readonly returns: Kind
  readonly whenNull?: Scalar
}

type Row = (a: Scalar | null, b: Scalar | null, c: Scalar | null, d: Scalar | null) => Value

/** A function of one scalar, mapped over a collection. */
export function unary<A>(
  description: Description,
  a: Parameter<A>,
  apply: (a: A, site: CallSite) => Value,
): FunctionEntry {
  const whenNull = description.whenNull ?? null
  return entry(description, [a], ({ site, arguments: given }) => {
    const first = argument(given, 0, a)
    const one = (value: Scalar | null): Value => {
      const x = readArgument(a, value, site, 0)
      return x === null ? whenNull : apply(x, site)
    }
    return (frame) => {
      const value = first(frame)
      charge(frame, 1, site.range)
      if (isCollection(value)) return mapTogether(frame, [value], site.range, (row) => one(row[0] ?? null))
      chargeSize(frame, value, site.range)
      return charged(frame, one(value), site)
    }
  })
}

/** A function of two scalars, mapped over collections. */
export function binary<A, B>(
  description: Description,
  a: Parameter<A>,
  b: Parameter<B>,
  apply: (a: A, b: B, site: CallSite) => Value,
): FunctionEntry {
  const whenNull = description.whenNull ?? null
  return entry(description, [a, b], ({ site, arguments: given }) => {
    const first = argument(given, 0, a)
    const second = argument(given, 1, b)
    const one = (left: Scalar | null, right: Scalar | null): Value => {
      const x = readArgument(a, left, site, 0)
      const y = readArgument(b, right, site, 1)
      return x === null || y === null ? whenNull : apply(x, y, site)
    }
    return (frame) => {
      const left = first(frame)
      const right = second(frame)
      charge(frame, 1, site.range)
      if (isCollection(left) || isCollection(right)) {
        return mapTogether(frame, [left, right], site.range, (row) => one(row[0] ?? null, row[1] ?? null))
      }
      chargeSize(frame, left, site.range)
      return charged(frame, one(left, right), site)
    }
  })
}

/** A function of three scalars, mapped over collections. */
export function ternary<A, B, C>(
  description: Description,
  a: Parameter<A>,
  b: Parameter<B>,
  c: Parameter<C>,
  apply: (a: A, b: B, c: C, site: CallSite) => Value,
): FunctionEntry {
  const whenNull = description.whenNull ?? null
  return entry(description, [a, b, c], ({ site, arguments: given }) => {
    const one: Row = (first, second, third) => {
      const x = readArgument(a, first, site, 0)
      const y = readArgument(b, second, site, 1)
      const z = readArgument(c, third, site, 2)
      return x === null || y === null || z === null ? whenNull : apply(x, y, z, site)
    }
    return evaluateRow([argument(given, 0, a), argument(given, 1, b), argument(given, 2, c)], site, one)
  })
}

/** A function of four scalars, mapped over collections. */
export function quaternary<A, B, C, D>(
  description: Description,
  a: Parameter<A>,
  b: Parameter<B>,
  c: Parameter<C>,
  d: Parameter<D>,
  apply: (a: A, b: B, c: C, d: D, site: CallSite) => Value,
): FunctionEntry {
  const whenNull = description.whenNull ?? null
  return entry(description, [a, b, c, d], ({ site, arguments: given }) => {
    const one: Row = (first, second, third, fourth) => {
      const w = readArgument(a, first, site, 0)
      const x = readArgument(b, second, site, 1)
      const y = readArgument(c, third, site, 2)
      const z = readArgument(d, fourth, site, 3)
      return w === null || x === null || y === null || z === null ? whenNull : apply(w, x, y, z, site)
    }
    const compiled = [
      argument(given, 0, a),
      argument(given, 1, b),
      argument(given, 2, c),
      argument(given, 3, d),
    ]
    return evaluateRow(compiled, site, one)
  })
}

function evaluateRow(given: readonly Evaluate[], site: CallSite, one: Row): Evaluate {
  const apply = (row: readonly (Scalar | null)[]): Value =>
    one(row[0] ?? null, row[1] ?? null, row[2] ?? null, row[3] ?? null)
  return (frame) => {
    charge(frame, 1, site.range)
    const values = given.map((evaluate) => evaluate(frame))
    const scalars: (Scalar | null)[] = []
    for (const value of values) {
      if (isCollection(value)) return mapTogether(frame, values, site.range, apply)
      chargeSize(frame, value, site.range)
      scalars.push(value)
    }
    return charged(frame, apply(scalars), site)
  }
}

function entry(
  { name, signature, returns }: Description,
  parameters: readonly ParameterShape[],
  bind: (call: Call) => Evaluate,
): FunctionEntry {
  return { name, signature, parameters, returns, bind }
}

function argument(
  given: readonly Evaluate[],
  index: number,
  shape: { readonly absent: Scalar | null },
): Evaluate {
  return given[index] ?? (() => shape.absent)
}

function charged(frame: Frame, result: Value, site: CallSite): Value {
  chargeResult(frame, result, site.range)
  return result
}
