import { isUtf8 } from 'node:buffer'
import { type StoredValue, valueKey } from '../../attributes/value.ts'
import { AppError } from '../../errors.ts'
import { booleanValue, guidBytes, integerValue, isGuidText, malformed } from '../../ldap/ad-values.ts'
import { parseDn } from '../../ldap/dn.ts'
import type { AttributeSyntax, ImportedReference, ImportProblem } from '../connector.ts'
import {
  AD_SCHEMA,
  type AdAttribute,
  GUID_ATTRIBUTES,
  SECRET_ATTRIBUTES,
  SID_ATTRIBUTES,
  UNWANTED_ATTRIBUTES,
} from './ad-schema.ts'
import { sidToBytes } from './guid-sid.ts'
import type { LdifEntry, LdifValue } from './parse.ts'

/** Which attributes are read, and how those outside the built-in schema are spelled. */
export type AttributeChoice = { typeOf(name: string): AdAttribute | undefined }

export type DecodedEntry = {
  readonly attributes: Readonly<Record<string, StoredValue | readonly StoredValue[]>>
  readonly references: readonly ImportedReference[]
}

export type Decoded =
  | ({ readonly ok: true } & DecodedEntry)
  | { readonly ok: false; readonly problem: ImportProblem }

// What the Active Directory connector reads of every object, too.
const ALWAYS: ReadonlySet<string> = new Set(['objectguid', 'objectclass', 'objectsid', 'whencreated'])

/**
 * Chooses the attributes to read: those named, or, when `named` is undefined, everything but computed and
 * per-controller ones. Attributes the schema does not know are text with several values; secrets are never read.
 */
export function chooseAttributes(named: readonly string[] | undefined): AttributeChoice {
  const wanted = named && new Set(named.map((name) => name.toLowerCase()))
  const unknown = new Map<string, AdAttribute>()
  return {
    typeOf(name) {
      const key = name.toLowerCase()
      if (SECRET_ATTRIBUTES.has(key)) return undefined
      const isWanted = wanted ? wanted.has(key) || ALWAYS.has(key) : !UNWANTED_ATTRIBUTES.has(key)
      if (!isWanted) return undefined
      const known = AD_SCHEMA.get(key) ?? unknown.get(key)
      if (known) return known
      // One spelling per attribute, the first one seen, or values of one attribute would part.
      const made: AdAttribute = { name, syntax: 'string', multi: true }
      unknown.set(key, made)
      return made
    },
  }
}

/**
 * The typed values of one entry, as the Active Directory connector would give them. References carry the anchor that
 * `resolve` finds for their DN. One value that cannot be decoded makes the whole entry a problem, codes
 * `ldif.value_malformed`, `ldif.value_not_single`, `ldif.values_truncated`.
 */
export function decodeEntry(
  entry: LdifEntry,
  choice: AttributeChoice,
  resolve: (dn: string) => string | undefined,
): Decoded {
  const attributes: Record<string, StoredValue | readonly StoredValue[]> = {}
  const references: ImportedReference[] = []
  for (const [type, values] of groupValues(entry, choice)) {
    const fault = rangeFault(values)
    if (fault) return { ok: false, problem: problemOf(entry, type.name, fault.line, fault) }
    const decoded: StoredValue[] = []
    for (const value of values) {
      const result = decodeValue(value, type)
      if (result === undefined) continue
      if (typeof result === 'object' && 'fault' in result) {
        const what = { code: 'ldif.value_malformed', what: result.fault }
        return { ok: false, problem: problemOf(entry, type.name, value.line, what) }
      }
      decoded.push(result)
    }
    const distinct = [...new Map(decoded.map((value) => [valueKey(value), value])).values()]
    const [only] = distinct
    if (only === undefined) continue
    if (!type.multi && distinct.length > 1) {
      const what = {
        code: 'ldif.value_not_single',
        what: `has ${distinct.length} values, but can hold only one`,
      }
      return { ok: false, problem: problemOf(entry, type.name, values[1]?.line ?? entry.line, what) }
    }
    if (type.syntax !== 'reference') attributes[type.name] = type.multi ? distinct : only
    else
      for (const dn of distinct)
        if (typeof dn === 'string') references.push(toReference(type.name, dn, resolve))
  }
  return { ok: true, attributes, references }
}

function groupValues(entry: LdifEntry, choice: AttributeChoice): Map<AdAttribute, LdifValue[]> {
  const groups = new Map<AdAttribute, LdifValue[]>()
  for (const value of entry.values) {
    // `;binary` and `;range=` say how values travel; any other option, as a language tag, makes another attribute.
    if (value.options.some((option) => option !== 'binary' && !option.startsWith('range='))) continue
    const type = choice.typeOf(value.name)
    if (!type) continue
    const group = groups.get(type)
    if (group) group.push(value)
    else groups.set(type, [value])
  }
  return groups
}

// A search cuts long attributes into ranges; only the last one ends in `*`.
function rangeFault(values: readonly LdifValue[]): { code: string; what: string; line: number } | undefined {
  const ranges = values.flatMap(({ options, line }) =>
    options.filter((option) => option.startsWith('range=')).map((option) => ({ option, line })),
  )
  const [first] = ranges
  if (!first || ranges.some(({ option }) => option.endsWith('-*'))) return undefined
  return { code: 'ldif.values_truncated', what: 'holds only the first range of its values', line: first.line }
}

type Fault = { readonly fault: string }

function decodeValue({ value, name }: LdifValue, { syntax }: AdAttribute): StoredValue | Fault | undefined {
  if (value.length === 0) return undefined
  if (syntax === 'binary') return { b: Buffer.from(bytesOf(value, name)).toString('base64') }
  const text = textOf(value)
  if (text === undefined) return AD_SCHEMA.has(name.toLowerCase()) ? { fault: FAULTS.string } : undefined
  try {
    return typedValue(text, name, syntax)
  } catch (error) {
    if (error instanceof AppError) return { fault: FAULTS[syntax] }
    throw error
  }
}

const FAULTS: Readonly<Record<AttributeSyntax, string>> = {
  string: 'is not UTF-8 text, or holds a NUL character',
  number: 'is not a whole number of 64 bits',
  boolean: 'is neither TRUE nor FALSE',
  binary: 'is not binary',
  reference: 'is not a distinguished name',
}

function typedValue(text: string, name: string, syntax: Exclude<AttributeSyntax, 'binary'>): StoredValue {
  if (syntax === 'number') {
    if (!/^-?\d{1,19}$/.test(text)) throw malformed(name, 'it is not a whole number')
    return integerValue(name, text)
  }
  if (syntax === 'boolean') return booleanValue(name, text)
  if (syntax === 'reference') parseDn(text)
  if (text.includes('\0')) throw malformed(name, 'it holds a NUL character')
  return text
}

function bytesOf(value: string | Uint8Array, name: string): Uint8Array {
  if (typeof value !== 'string') return value
  const key = name.toLowerCase()
  const guid = value.replace(/^\{(.*)\}$/, '$1')
  if (GUID_ATTRIBUTES.has(key) && isGuidText(guid)) return guidBytes(guid)
  return (SID_ATTRIBUTES.has(key) ? sidToBytes(value) : undefined) ?? Buffer.from(value)
}

function textOf(value: string | Uint8Array): string | undefined {
  if (typeof value === 'string') return value
  return isUtf8(value) ? Buffer.from(value).toString('utf8') : undefined
}

function toReference(
  attribute: string,
  dn: string,
  resolve: (dn: string) => string | undefined,
): ImportedReference {
  const anchor = resolve(dn)
  return anchor === undefined ? { attribute, dn } : { attribute, dn, anchor }
}

function problemOf(
  entry: LdifEntry,
  attribute: string,
  line: number,
  { code, what }: { code: string; what: string },
): ImportProblem {
  const fix = 'Correct it in the directory and export again; the object stays as it was until then.'
  return {
    dn: entry.dn,
    attribute,
    code,
    message: `Line ${line}: ${attribute} of "${entry.dn}" ${what}. ${fix}`,
  }
}
