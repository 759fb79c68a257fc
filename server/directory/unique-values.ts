import { hash } from 'node:crypto'
import { type AttributeMap, fold, type StoredValue, valuesOf } from '../attributes/value.ts'
import type { ObjectType } from './model.ts'

/** Attributes each of whose values one live object may hold, over users, groups and contacts. `mail` is not one. */
export const UNIQUE_ATTRIBUTES = ['userPrincipalName', 'proxyAddresses'] as const
export type UniqueAttribute = (typeof UNIQUE_ATTRIBUTES)[number]

export type UniqueValue = {
  readonly kind: UniqueAttribute
  /** Case-insensitive form. */
  readonly key: string
  readonly value: string
}

/** The unique values an object with these effective attributes holds, each key once. */
export function uniqueValuesOf(attributes: AttributeMap): ReadonlyMap<string, UniqueValue> {
  const found = new Map<string, UniqueValue>()
  for (const kind of UNIQUE_ATTRIBUTES) {
    for (const value of valuesOf(attributes[kind])) {
      if (typeof value !== 'string') continue
      const unique = uniqueValue(kind, value)
      found.set(holdingKey(unique), unique)
    }
  }
  return found
}

/** Longer keys than this are digested: an index entry has to fit a third of a database page. */
const MAX_KEY_LENGTH = 500

function uniqueValue(kind: UniqueAttribute, value: string): UniqueValue {
  const folded = fold(value)
  return { kind, key: folded.length <= MAX_KEY_LENGTH ? folded : hash('sha256', folded, 'base64'), value }
}

/** One text for kind and key, for maps. */
export function holdingKey({ kind, key }: Pick<UniqueValue, 'kind' | 'key'>): string {
  return `${kind} ${key}`
}

/** The address after `SMTP:`, with the prefix; undefined when there is none. */
export function primaryAddress(attributes: AttributeMap): string | undefined {
  return valuesOf(attributes.proxyAddresses).find(isPrimary)
}

function isPrimary(value: StoredValue): value is string {
  return typeof value === 'string' && value.startsWith('SMTP:')
}

/** What a new object may be recognised by: the primary address, and for users the sign-in name. */
export function softMatchValues(
  objectType: ObjectType,
  attributes: AttributeMap,
  onSignInName: boolean,
): UniqueValue[] {
  const primary = primaryAddress(attributes)
  const name = attributes.userPrincipalName
  return [
    ...(primary === undefined ? [] : [uniqueValue('proxyAddresses', primary)]),
    ...(objectType === 'user' && onSignInName && typeof name === 'string'
      ? [uniqueValue('userPrincipalName', name)]
      : []),
  ]
}
