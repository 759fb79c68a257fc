import {
  AndFilter,
  EqualityFilter,
  ExtensibleFilter,
  type Filter,
  NotFilter,
  OrFilter,
  PresenceFilter,
} from 'ldapts'

const ATTRIBUTE = /^[A-Za-z][A-Za-z0-9-]*$/

/**
 * Filters are built from values and encoded as such, never from text: no character of a value can change the meaning
 * of a filter, so there is nothing to escape. Attribute names that are not plain names throw `RangeError`.
 */
export const filter = {
  /** Bytes for binary attributes such as objectGUID, text for all others. */
  equals: (attribute: string, value: string | Buffer): Filter =>
    new EqualityFilter({ attribute: named(attribute), value }),
  present: (attribute: string): Filter => new PresenceFilter({ attribute: named(attribute) }),
  and: (...filters: readonly Filter[]): Filter => new AndFilter({ filters: [...filters] }),
  or: (...filters: readonly Filter[]): Filter => new OrFilter({ filters: [...filters] }),
  not: (inner: Filter): Filter => new NotFilter({ filter: inner }),
  /** True when all bits of the mask are set [MS-ADTS 3.1.1.3.4.4.1]. */
  bits: (attribute: string, mask: number): Filter =>
    new ExtensibleFilter({
      matchType: named(attribute),
      rule: '1.2.840.113556.1.4.803',
      value: String(mask),
    }),
} as const

function named(attribute: string): string {
  if (!ATTRIBUTE.test(attribute)) throw new RangeError(`"${attribute}" is not an attribute name.`)
  return attribute
}
