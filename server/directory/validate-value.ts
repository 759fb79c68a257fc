import { isList, type StoredValue, valuesOf } from '../attributes/value.ts'
import { type AttributeDefinition, definitionOf } from './attribute-schema.ts'
import type { DirectoryProblem } from './model.ts'

type Value = StoredValue | readonly StoredValue[]

export type CleanValue = { readonly ok: true; readonly value: Value | null } | Refused
export type Refused = { readonly ok: false; readonly problem: DirectoryProblem }

/**
 * The value as the directory keeps it: white space around display names and addresses is taken off (nothing else
 * is), an attribute without a value is null. Refused when a limit of length or count is exceeded or a text holds
 * characters that no directory can store.
 */
export function cleanValue(attribute: string, raw: Value | null): CleanValue {
  const definition = definitionOf(attribute)
  const values = definition.trimmed
    ? valuesOf(raw)
        .map(trimText)
        .filter((value) => value !== '')
    : valuesOf(raw)
  if (raw === null || values.length === 0) return { ok: true, value: null }
  const problem = findProblem(attribute, definition, values)
  if (problem) return { ok: false, problem }
  const [first] = values
  return { ok: true, value: isList(raw) || first === undefined ? values : first }
}

function findProblem(
  attribute: string,
  definition: AttributeDefinition,
  values: readonly StoredValue[],
): DirectoryProblem | undefined {
  const { maxCount, maxLength } = definition
  if (maxCount !== undefined && values.length > maxCount) return tooMany(attribute, values.length, maxCount)
  for (const value of values) {
    if (typeof value === 'string' && isUnstorable(value)) return unstorable(attribute)
    const length = lengthOf(value)
    if (maxLength !== undefined && length > maxLength) return tooLong(attribute, value, length, maxLength)
  }
  return undefined
}

/** U+0000 and lone surrogates: PostgreSQL refuses them, and so does every LDAP or JSON peer. */
export function isUnstorable(text: string): boolean {
  return text.includes('\u0000') || !text.isWellFormed()
}

/** Texts in UTF-16 units, binary in bytes; other values have no length. */
function lengthOf(value: StoredValue): number {
  if (typeof value === 'string') return value.length
  if (typeof value !== 'object' || !('b' in value)) return 0
  return Buffer.byteLength(value.b, 'base64')
}

function trimText(value: StoredValue): StoredValue {
  return typeof value === 'string' ? value.trim() : value
}

export function tooLong(
  attribute: string,
  value: StoredValue,
  length: number,
  limit: number,
): DirectoryProblem {
  const unit = typeof value === 'string' ? 'characters' : 'bytes'
  return {
    code: 'ExceededAllowedLength',
    message: `${attribute} has ${length} ${unit}; at most ${limit} are allowed. Shorten it at the source.`,
    attribute,
    ...(typeof value === 'string' ? { value: excerpt(value) } : {}),
    retry: true,
  }
}

function tooMany(attribute: string, count: number, limit: number): DirectoryProblem {
  return {
    code: 'LargeObject',
    message:
      `${attribute} has ${count} values; at most ${limit} are allowed. ` +
      'Remove values at the source, such as expired certificates.',
    attribute,
    retry: true,
  }
}

function unstorable(attribute: string): DirectoryProblem {
  return {
    code: 'IdentityDataValidationFailed',
    message: `${attribute} holds characters that cannot be stored (U+0000 or half a surrogate pair). Correct it at the source.`,
    attribute,
    retry: true,
  }
}

/** A value short enough for messages and lists. */
export function excerpt(value: string): string {
  return value.length <= 120 ? value : `${value.slice(0, 119).toWellFormed()}…`
}
