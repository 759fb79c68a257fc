import { AppError } from '../../errors.ts'
import { ExtendedDnControl } from '../../ldap/controls.ts'
import { filter } from '../../ldap/filter.ts'
import { parseRange, rangeOf } from '../../ldap/ranged-values.ts'
import { textsOf } from '../../ldap/search-entry.ts'
import type { LdapSession } from '../../ldap/session.ts'
import type { ImportedObject, ImportedReference } from '../connector.ts'
import { referenceTo, textOf } from './decode-entry.ts'

const ATTEMPTS = 3

type Piece = { readonly next: number | undefined; readonly version: string | undefined }

/**
 * The object with all values of the reference attributes that did not fit the first answer. They are read from the
 * start: when the object changes in between, positions shift, so such a read is repeated. `size` limits one piece.
 * Rejects with `ldap.range_unstable` when it never holds still, so that no value is taken for removed.
 */
export async function completeRanges(
  session: LdapSession,
  object: ImportedObject,
  attributes: readonly string[],
  size: number | undefined,
  signal: AbortSignal,
): Promise<ImportedObject> {
  const references = object.references.filter(({ attribute }) => !attributes.includes(attribute))
  for (const attribute of attributes) {
    for (const reference of await readValues(session, object, attribute, size, signal))
      references.push(reference)
  }
  return { ...object, references }
}

async function readValues(
  session: LdapSession,
  object: ImportedObject,
  attribute: string,
  size: number | undefined,
  signal: AbortSignal,
): Promise<readonly ImportedReference[]> {
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const found: ImportedReference[] = []
    let piece = await readPiece(session, object.anchor, attribute, 0, size, found, signal)
    const version = piece?.version
    while (piece?.next !== undefined && piece.version === version) {
      piece = await readPiece(session, object.anchor, attribute, piece.next, size, found, signal)
    }
    if (piece !== undefined && piece.version === version) return found
  }
  throw new AppError(
    'unavailable',
    'ldap.range_unstable',
    `${object.dn} kept changing while its ${attribute} values were read. Read again when it is quiet.`,
  )
}

/** One piece of the values; undefined when the object is gone or the server does not move on. */
async function readPiece(
  session: LdapSession,
  anchor: string,
  attribute: string,
  from: number,
  size: number | undefined,
  found: ImportedReference[],
  signal: AbortSignal,
): Promise<Piece | undefined> {
  const request = {
    base: `<GUID=${anchor}>`,
    scope: 'base',
    filter: filter.present('objectClass'),
    attributes: [rangeOf(attribute, from, size), 'uSNChanged'],
    controls: [new ExtendedDnControl()],
  } as const
  const [entry] = await session.collect(request, signal)
  if (entry === undefined) return undefined
  const version = textsOf(entry, 'uSNChanged')[0]
  const ranged = entry.attributes.find(({ type }) => parseRange(type)?.name === attribute)
  for (const value of ranged?.values ?? []) found.push(referenceTo(attribute, textOf(attribute, value)))
  const next = ranged && parseRange(ranged.type)?.next
  return next !== undefined && next <= from ? undefined : { next, version }
}
