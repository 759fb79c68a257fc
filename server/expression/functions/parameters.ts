import type { Kind, Scalar } from '../values.ts'
import { Binary, DateTime, EnumName, Reference } from '../values.ts'
import { argumentMismatch, type CallSite, type ParameterShape } from './entry.ts'

/** A typed parameter of a scalar function. */
export type Parameter<T> = ParameterShape & {
  /** Undefined is a type mismatch. */
  readonly read: (value: Scalar) => T | undefined
  /** What null means: null makes the whole call null-like; `raise` forbids it. */
  readonly ofNull: T | null | 'raise'
  /** Stands for an omitted argument. */
  readonly absent: Scalar | null
}

function parameter<T>(kinds: readonly Kind[], read: (value: Scalar) => T | undefined): Parameter<T> {
  return { role: 'value', kinds, optional: false, read, ofNull: null, absent: null }
}

export const str = parameter<string>(['str'], (value) => (typeof value === 'string' ? value : undefined))
export const num = parameter<bigint>(['num'], (value) => (typeof value === 'bigint' ? value : undefined))
export const bin = parameter<Binary>(['bin'], (value) => (value instanceof Binary ? value : undefined))
export const dt = parameter<DateTime>(['dt'], (value) => (value instanceof DateTime ? value : undefined))
export const ref = parameter<Reference>(['ref'], (value) => (value instanceof Reference ? value : undefined))
export const enumName = parameter<string>(['enum'], (value) =>
  value instanceof EnumName ? value.name : undefined,
)
export const enumOrStr = parameter<string>(['enum', 'str'], (value) =>
  typeof value === 'string' ? value : value instanceof EnumName ? value.name : undefined,
)
export const strOrBin = parameter<string | Binary>(['str', 'bin'], (value) =>
  typeof value === 'string' || value instanceof Binary ? value : undefined,
)
/** Any scalar. */
export const anything = parameter<Scalar>(['var'], (value) => value)

/** May be omitted; `absent` then takes its place. */
export function optional<T>(base: Parameter<T>, absent: Scalar | null): Parameter<T> {
  return { ...base, optional: true, absent }
}

/** Null is read as this value. */
export function nullAs<T>(base: Parameter<T>, value: T | 'raise'): Parameter<T> {
  return { ...base, ofNull: value }
}

/** The argument as its type; null when null makes the call null-like. Throws `expression.type_mismatch`. */
export function readArgument<T>(
  shape: Parameter<T>,
  value: Scalar | null,
  site: CallSite,
  index: number,
): T | null {
  if (value === null) {
    if (shape.ofNull === 'raise') throw argumentMismatch(site, index, shape.kinds.join(' or '), null)
    return shape.ofNull
  }
  const read = shape.read(value)
  if (read === undefined) throw argumentMismatch(site, index, shape.kinds.join(' or '), value)
  return read
}
