import { isUtf8 } from 'node:buffer'
import type { StoredValue } from '../../attributes/value.ts'
import { AppError } from '../../errors.ts'
import { booleanValue, guidText, integerValue, malformed } from '../../ldap/ad-values.ts'
import { type ExtendedDn, parseExtendedDn } from '../../ldap/extended-dn.ts'
import { parseRange } from '../../ldap/ranged-values.ts'
import type { DirectoryEntry } from '../../ldap/search-entry.ts'
import type {
  AttributeSyntax,
  ConnectorSchema,
  ImportedObject,
  ImportedReference,
  ImportProblem,
} from '../connector.ts'
import { OBJECT_TYPES } from './read-schema.ts'

type Decoding = { readonly name: string; readonly syntax: AttributeSyntax; readonly multi: boolean }

/** How to decode each attribute that was asked for, by the server's spelling of its name. */
export type DecodingPlan = ReadonlyMap<string, Decoding>

/** `open`: attributes of which the server gave only the first values. */
export type Decoded =
  | { readonly ok: true; readonly object: ImportedObject; readonly open: readonly string[] }
  | { readonly ok: false; readonly problem: ImportProblem }

const ALWAYS = ['objectGUID', 'objectClass', 'objectSid', 'whenCreated']

/** What to ask for and how to decode it: the wanted attributes that the schema has, and those always needed. */
export function planDecoding(schema: ConnectorSchema, wanted: readonly string[]): DecodingPlan {
  const names = new Map(Object.keys(schema.attributes).map((name) => [name.toLowerCase(), name]))
  const plan = new Map<string, Decoding>()
  for (const attribute of [...ALWAYS, ...wanted]) {
    const name = names.get(attribute.toLowerCase())
    const known = name === undefined ? undefined : schema.attributes[name]
    if (name !== undefined && known !== undefined) plan.set(name, { name, ...known })
  }
  return plan
}

/**
 * One entry, read with extended DNs, as an object. A value that cannot be decoded makes the whole entry a problem:
 * importing the rest would look like the removal of that value.
 */
export function decodeEntry(entry: DirectoryEntry, plan: DecodingPlan, partition: string): Decoded {
  const { dn, guid } = parseExtendedDn(entry.dn)
  let anchor = guid
  let objectType = ''
  let current = ''
  const attributes: Record<string, StoredValue | StoredValue[]> = {}
  const references: ImportedReference[] = []
  const open: string[] = []
  try {
    for (const { type, values } of entry.attributes) {
      current = type
      let decoding = plan.get(type)
      if (decoding === undefined) {
        const range = parseRange(type)
        decoding = range && plan.get(range.name)
        if (range?.next !== undefined) open.push(range.name)
      }
      const [first] = values
      if (decoding === undefined || first === undefined) continue
      const { name, syntax, multi } = decoding
      if (name === 'objectGUID') anchor = guidText(first)
      if (syntax === 'reference') {
        for (const value of values) references.push(referenceTo(name, textOf(name, value)))
      } else if (multi) {
        const list = values.map((value) => decodeValue(name, syntax, value))
        if (name === 'objectClass') objectType = structuralClass(list)
        attributes[name] = list
      } else {
        attributes[name] = decodeValue(name, syntax, first)
      }
    }
    current = 'objectGUID'
    if (anchor === undefined) throw malformed('objectGUID', 'the account may not see it')
    current = 'objectClass'
    if (objectType === '') throw malformed('objectClass', 'it names no class that is read')
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    const { code, message } = error
    return { ok: false, problem: { dn, ...(anchor && { anchor }), attribute: current, code, message } }
  }
  return { ok: true, object: { anchor, objectType, dn, partition, attributes, references }, open }
}

/** A reference value with the anchor that the extended DN carries. */
export function referenceTo(attribute: string, text: string): ImportedReference {
  const { dn, guid }: ExtendedDn = parseExtendedDn(text)
  return guid === undefined ? { attribute, dn } : { attribute, dn, anchor: guid }
}

/** Text of a value. Throws `ldap.value_malformed` when it is not UTF-8 or holds a character no database keeps. */
export function textOf(attribute: string, value: Buffer): string {
  const text = value.toString('utf8')
  if (text.includes('\uFFFD') && !isUtf8(value)) throw malformed(attribute, 'it is not UTF-8 text')
  if (text.includes('\u0000')) throw malformed(attribute, 'it holds a NUL character')
  return text
}

function decodeValue(attribute: string, syntax: AttributeSyntax, value: Buffer): StoredValue {
  switch (syntax) {
    case 'binary':
      return { b: value.toString('base64') }
    case 'number':
      return integerValue(attribute, value.toString('latin1'))
    case 'boolean':
      return booleanValue(attribute, value.toString('latin1'))
    default: {
      const text = textOf(attribute, value)
      // Values that carry a DN behind binary or text (2.5.5.7, 2.5.5.14) come with its ids as well.
      return text.includes(';<GUID=') || text.includes(':<GUID=')
        ? text.replace(/<(?:GUID|SID)=[^>]*>;/g, '')
        : text
    }
  }
}

function structuralClass(classes: readonly StoredValue[]): string {
  return OBJECT_TYPES.find((type) => classes.includes(type)) ?? ''
}
