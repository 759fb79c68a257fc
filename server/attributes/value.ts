/**
 * One attribute value as it is kept in the connector space, the metaverse and the cloud directory (jsonb).
 * Text is a string, Boolean a boolean, an integer within ±2^53 a number. `{ n }` is a larger integer in decimal
 * (signed 64 bit), `{ b }` is binary as standard base64. References are never values: they are edges.
 */
export type StoredValue = string | number | boolean | { readonly b: string } | { readonly n: string }

/**
 * Attribute name → value. Single-valued attributes (by schema) hold a scalar, multi-valued ones an array with at
 * least one value, also when there is exactly one. An attribute without a value is absent. Names keep the spelling
 * of the schema.
 */
export type AttributeMap = Readonly<Record<string, StoredValue | readonly StoredValue[]>>

/** As `AttributeMap`; null says that the attribute is to be removed. */
export type AttributeChanges = Readonly<Record<string, StoredValue | readonly StoredValue[] | null>>

/** A text that is equal for equal values and different for different ones, types included. */
export function valueKey(value: StoredValue): string {
  if (typeof value === 'string') return `s${value}`
  if (typeof value === 'object') return 'b' in value ? `b${value.b}` : `n${value.n}`
  return typeof value === 'boolean' ? (value ? 'true' : 'false') : `n${value}`
}

/** True when both hold the same values; multi-valued attributes compare as sets. Absent, null and [] are alike. */
export function sameValues(
  a: StoredValue | readonly StoredValue[] | null | undefined,
  b: StoredValue | readonly StoredValue[] | null | undefined,
): boolean {
  const left = valuesOf(a)
  const right = valuesOf(b)
  if (left.length !== right.length) return false
  if (left.length === 0) return true
  if (left.length === 1) return valueKey(left[0] as StoredValue) === valueKey(right[0] as StoredValue)
  const keys = new Set(left.map(valueKey))
  return keys.size === new Set(right.map(valueKey)).size && right.every((value) => keys.has(valueKey(value)))
}

/** The values as a list: empty for an absent attribute. */
export function valuesOf(
  value: StoredValue | readonly StoredValue[] | null | undefined,
): readonly StoredValue[] {
  if (value === undefined || value === null) return []
  return isList(value) ? value : [value]
}

/** Array.isArray that narrows read-only arrays. */
export function isList(value: StoredValue | readonly StoredValue[]): value is readonly StoredValue[] {
  return Array.isArray(value)
}

/** Case-insensitive form of a text, for keys and comparisons; the same in every process and database. */
export function fold(text: string): string {
  return text.normalize('NFC').toLowerCase()
}
