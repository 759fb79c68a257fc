import { isList, type StoredValue } from '../attributes/value.ts'
import { fromBase64, toBase64 } from './bytes.ts'
import { ExpressionFailure, type SourceRange } from './failure.ts'

/** Kinds of the language; `flow` is AuthoritativeNull and IgnoreThisFlow, `var` is known only at run time. */
export type Kind = 'str' | 'num' | 'bool' | 'bin' | 'dt' | 'ref' | 'enum' | 'flow' | 'null' | 'var'

/** Bytes; base64 and decoded form are made from each other when first asked for. */
export class Binary {
  readonly kind = 'bin'
  #base64: string | undefined
  #bytes: Uint8Array | undefined

  constructor(content: string | Uint8Array) {
    if (typeof content === 'string') this.#base64 = content
    else this.#bytes = content
  }

  /** About how many bytes, without decoding. */
  get size(): number {
    return this.#bytes?.length ?? ((this.#base64?.length ?? 0) * 3) / 4
  }

  get base64(): string {
    this.#base64 ??= toBase64(this.bytes)
    return this.#base64
  }

  get bytes(): Uint8Array {
    this.#bytes ??= fromBase64(this.#base64 ?? '') ?? new Uint8Array()
    return this.#bytes
  }
}

/** A reference by distinguished name. */
export class Reference {
  readonly kind = 'ref'
  readonly dn: string

  constructor(dn: string) {
    this.dn = dn
  }
}

/** An instant in 100-nanosecond ticks since 1601-01-01 UTC, as directories count. */
export class DateTime {
  readonly kind = 'dt'
  readonly ticks: bigint

  constructor(ticks: bigint) {
    this.ticks = ticks
  }
}

export class EnumName {
  readonly kind = 'enum'
  readonly name: string

  constructor(name: string) {
    this.name = name
  }
}

/** The two results that are not values (connect-sync 6.6). */
export class FlowResult {
  readonly kind = 'flow'
  readonly outcome: 'authoritativeNull' | 'ignoreThisFlow'

  constructor(outcome: 'authoritativeNull' | 'ignoreThisFlow') {
    this.outcome = outcome
  }
}

export type Scalar = string | bigint | boolean | Binary | Reference | DateTime | EnumName | FlowResult

/**
 * In a collection that was computed value by value, null marks a dropped value and a failure a value that could not
 * be computed: both keep their place, so that IIF can select per value and only a selected failure counts.
 */
export type Element = Scalar | null | ExpressionFailure
export type Collection = readonly Element[]
export type Value = Scalar | null | Collection

export function isCollection(value: Value): value is Collection {
  return Array.isArray(value)
}

export function kindOf(value: Scalar): Exclude<Kind, 'null' | 'var'> {
  switch (typeof value) {
    case 'string':
      return 'str'
    case 'bigint':
      return 'num'
    case 'boolean':
      return 'bool'
    default:
      return value.kind
  }
}

/** The values that are there. Throws the first failure among them; an empty collection is null. */
export function settle(value: Value): Scalar | null | readonly Scalar[] {
  if (!isCollection(value)) return value
  if (value.length > 0 && value.every(isScalar)) return value
  const settled: Scalar[] = []
  for (const element of value) {
    if (element === null) continue
    if (element instanceof ExpressionFailure) throw element
    settled.push(element)
  }
  return settled.length === 0 ? null : settled
}

function isScalar(element: Element): element is Scalar {
  return element !== null && !(element instanceof ExpressionFailure)
}

const MIN_NUM = -(2n ** 63n)
const MAX_NUM = 2n ** 63n - 1n

/** True for signed 64-bit integers. */
export function isInRange(value: bigint): boolean {
  return value >= MIN_NUM && value <= MAX_NUM
}

/** The number itself. Throws `expression.overflow` outside signed 64 bits. */
export function checkedNum(value: bigint, range: SourceRange): bigint {
  if (isInRange(value)) return value
  throw new ExpressionFailure(
    'expression.overflow',
    'The number does not fit into a signed 64-bit integer.',
    range,
  )
}

/** The run-time value of a stored attribute; absent is null. */
export function fromStored(
  stored: StoredValue | readonly StoredValue[] | undefined,
  range: SourceRange,
): Value {
  if (stored === undefined) return null
  if (typeof stored === 'string') return stored
  if (!isList(stored)) return scalarFromStored(stored, range)
  if (stored.length === 0) return null
  if (stored.every((value) => typeof value === 'string')) return stored
  return stored.map((value) => scalarFromStored(value, range))
}

function scalarFromStored(stored: StoredValue, range: SourceRange): Scalar {
  if (typeof stored === 'string' || typeof stored === 'boolean') return stored
  if (typeof stored === 'object') {
    return 'b' in stored ? new Binary(stored.b) : checkedNum(BigInt(stored.n), range)
  }
  if (Number.isSafeInteger(stored)) return BigInt(stored)
  throw new ExpressionFailure(
    'expression.type_mismatch',
    'The attribute holds a number that is not an integer.',
    range,
  )
}
