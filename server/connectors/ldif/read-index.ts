import { guidText, isGuidText } from '../../ldap/ad-values.ts'
import { dnKey, parentDn } from '../../ldap/dn.ts'
import { classify, LDIF_OBJECT_TYPES, type LdifObjectType } from './classify.ts'
import { type Containers, createContainers } from './containers.ts'
import { createEntryIndex, type EntryIndex } from './entry-index.ts'
import { guidFromName } from './guid-sid.ts'
import { type LdifEntry, parseLdif } from './parse.ts'

/** What one pass over a whole file tells; reading it to the end proves that the file is LDIF throughout. */
export type FileIndex = {
  readonly entries: EntryIndex
  readonly containers: Containers
  readonly counts: Readonly<Record<LdifObjectType, number>>
  /** Objects of all types. */
  readonly objects: number
  /** Entries of other classes: computers, containers, configuration. */
  readonly others: number
  /** Objects whose objectGUID cannot be read: while there are any, nobody can say that an anchor is gone. */
  readonly unreadableAnchors: number
  /** Attribute names of the objects' entries, lower case → spelling of the file. */
  readonly attributeNames: ReadonlyMap<string, string>
}

/**
 * Anchor of an entry: its objectGUID; without one a GUID made from the DN, so that a rename looks like a new object;
 * 'unreadable' when objectGUID is neither 16 bytes nor the text of a GUID.
 */
export function anchorOf(entry: LdifEntry, key: string): string {
  const value = entry.values.find(({ name }) => name.toLowerCase() === 'objectguid')?.value
  if (value === undefined) return guidFromName(key)
  if (typeof value !== 'string') return value.length === 16 ? guidText(Buffer.from(value)) : 'unreadable'
  const text = value.replace(/^\{(.*)\}$/, '$1')
  return isGuidText(text) ? text.toLowerCase() : 'unreadable'
}

/** The objectClass values of an entry; none for a deleted one, which is no object any more. */
export function objectClasses(entry: LdifEntry): string[] {
  const deleted = textValues(entry, 'isdeleted').some((value) => value.toUpperCase() === 'TRUE')
  return deleted ? [] : textValues(entry, 'objectclass')
}

/** Reads a whole file once. Throws what `parseLdif` throws. */
export async function readIndex(file: AsyncIterable<Uint8Array>, signal: AbortSignal): Promise<FileIndex> {
  const entries = createEntryIndex()
  const containers = createContainers()
  const counts = { inetOrgPerson: 0, user: 0, group: 0, contact: 0, foreignSecurityPrincipal: 0 }
  const attributeNames = new Map<string, string>()
  let others = 0
  let unreadableAnchors = 0
  for await (const entry of parseLdif(file)) {
    signal.throwIfAborted()
    const key = dnKey(entry.dn)
    const kind = classify(objectClasses(entry))
    const anchor = anchorOf(entry, key)
    if (kind && 'container' in kind) describeContainer(containers, entry, key, anchor, kind.container)
    const isObject = kind !== undefined && 'object' in kind
    if (!isObject) others++
    else counts[kind.object]++
    if (isObject) for (const { name } of entry.values) noteName(attributeNames, name)
    if (anchor === 'unreadable') {
      if (isObject) unreadableAnchors++
      continue
    }
    const parent = parentDn(entry.dn)
    const container = isObject ? containers.ensure(parentKey(key), parent ?? '') : 0
    if (isObject) containers.countObject(container)
    entries.add(key, { anchor, line: entry.line, container })
  }
  const objects = LDIF_OBJECT_TYPES.reduce((sum, type) => sum + counts[type], 0)
  return { entries, containers, counts, objects, others, unreadableAnchors, attributeNames }
}

/** Key of the DN one level up, '' at the top. In a key a comma only separates RDNs. */
export function parentKey(key: string): string {
  const comma = key.indexOf(',')
  return comma < 0 ? '' : key.slice(comma + 1)
}

function describeContainer(
  containers: Containers,
  entry: LdifEntry,
  key: string,
  anchor: string,
  kind: 'domain' | 'ou' | 'container',
): void {
  const isSystem = textValues(entry, 'iscriticalsystemobject').some((value) => value.toUpperCase() === 'TRUE')
  containers.describe(key, entry.dn, {
    kind,
    ...(anchor === 'unreadable' ? {} : { guid: anchor }),
    ...(isSystem && kind === 'container' ? { note: 'system' } : {}),
  })
}

function noteName(names: Map<string, string>, name: string): void {
  const key = name.toLowerCase()
  if (!names.has(key)) names.set(key, name)
}

function textValues(entry: LdifEntry, key: string): string[] {
  return entry.values
    .filter(({ name }) => name.toLowerCase() === key)
    .map(({ value }) => (typeof value === 'string' ? value : Buffer.from(value).toString('utf8')))
}
