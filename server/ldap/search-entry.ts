/** One attribute of an entry as the server sent it. `type` may carry options such as `;range=0-1499`. */
export type EntryAttribute = { readonly type: string; readonly values: readonly Buffer[] }

/** One entry as the server sent it; the values are views into the received bytes. */
export type DirectoryEntry = { readonly dn: string; readonly attributes: readonly EntryAttribute[] }

const OCTET_STRING = 0x04

/** What starts an LDAP message: its id, the tag of its operation and where the operation's content lies. */
export type MessageHead = {
  readonly id: number
  readonly tag: number
  readonly at: number
  readonly end: number
}

/** Reads the start of a whole LDAP message [RFC 4511 4.1.1]. Throws `RangeError` when malformed. */
export function readMessageHead(message: Buffer): MessageHead {
  const cursor = new Cursor(message, 0, message.length)
  cursor.enter(0x30)
  const idLength = cursor.open(0x02)
  if (idLength === 0 || idLength > 4) throw malformed()
  const id = message.readIntBE(cursor.at, idLength)
  cursor.at += idLength
  const tag = message[cursor.at] ?? 0
  const length = cursor.open(tag)
  return { id, tag, at: cursor.at, end: cursor.at + length }
}

/**
 * Decodes a SearchResultEntry [RFC 4511 4.5.2] in one pass. Throws `RangeError` when malformed or when it holds more
 * than `maxValues` values.
 */
export function readSearchEntry(message: Buffer, head: MessageHead, maxValues: number): DirectoryEntry {
  const cursor = new Cursor(message, head.at, head.end)
  const dn = cursor.text()
  const attributes: EntryAttribute[] = []
  let count = 0
  const listEnd = cursor.enter(0x30)
  while (cursor.at < listEnd) {
    const attributeEnd = cursor.enter(0x30)
    const type = cursor.text()
    const values: Buffer[] = []
    const setEnd = cursor.enter(0x31)
    while (cursor.at < setEnd) {
      const length = cursor.open(OCTET_STRING)
      values.push(message.subarray(cursor.at, cursor.at + length))
      cursor.at += length
    }
    count += values.length
    if (count > maxValues) throw new RangeError(`holds more than ${maxValues} values`)
    if (cursor.at !== attributeEnd) throw malformed()
    attributes.push({ type, values })
  }
  return { dn, attributes }
}

/** The DN of an entry of which only the first bytes are known; '' when not even that is. */
export function readEntryDn(start: Buffer): { readonly id: number; readonly dn: string } {
  const cursor = new Cursor(start, 0, Number.MAX_SAFE_INTEGER)
  cursor.enter(0x30)
  const idLength = cursor.open(0x02)
  const id = start.readIntBE(cursor.at, idLength)
  cursor.at += idLength
  cursor.open(0x64)
  const length = cursor.open(OCTET_STRING)
  return {
    id,
    dn: cursor.at + length <= start.length ? start.toString('utf8', cursor.at, cursor.at + length) : '',
  }
}

/** The values of an attribute, name in any case; [] when it is absent. */
export function buffersOf(entry: DirectoryEntry | undefined, name: string): readonly Buffer[] {
  const wanted = name.toLowerCase()
  return entry?.attributes.find(({ type }) => type.toLowerCase() === wanted)?.values ?? []
}

/** The values of a text attribute, name in any case; [] when it is absent. */
export function textsOf(entry: DirectoryEntry | undefined, name: string): readonly string[] {
  return buffersOf(entry, name).map((value) => value.toString('utf8'))
}

class Cursor {
  at: number
  private readonly data: Buffer
  private readonly limit: number

  constructor(data: Buffer, at: number, limit: number) {
    this.data = data
    this.at = at
    this.limit = limit
  }

  /** Steps over tag and length; returns the length of the content. */
  open(tag: number): number {
    const data = this.data
    if (data[this.at] !== tag) throw malformed()
    const first = data[this.at + 1] ?? 0x80
    let length = first
    let start = this.at + 2
    if (first >= 0x80) {
      const lengthBytes = first & 0x7f
      if (lengthBytes === 0 || lengthBytes > 4 || start + lengthBytes > data.length) throw malformed()
      length = data.readUIntBE(start, lengthBytes)
      start += lengthBytes
    }
    if (start + length > this.limit) throw malformed()
    this.at = start
    return length
  }

  /** Steps into a constructed value; returns where it ends. */
  enter(tag: number): number {
    const length = this.open(tag)
    return this.at + length
  }

  text(): string {
    const length = this.open(OCTET_STRING)
    const start = this.at
    this.at += length
    return this.data.toString('utf8', start, this.at)
  }
}

function malformed(): RangeError {
  return new RangeError('The entry is not well-formed LDAP.')
}
