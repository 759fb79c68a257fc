import { createHash } from 'node:crypto'

const GUID_TEXT = /^\{?([0-9a-f]{8})-([0-9a-f]{4})-([0-9a-f]{4})-([0-9a-f]{4})-([0-9a-f]{12})\}?$/i
const SID_TEXT = /^S-1-\d+(?:-\d+){1,15}$/i

/**
 * A GUID as lower-case hyphenated text. On the wire 16 bytes, the first three groups little-endian [MS-DTYP
 * 2.3.4.2]. undefined for any other length.
 */
export function guidFromBytes(bytes: Uint8Array): string | undefined {
  if (bytes.length !== 16) return undefined
  return hyphenate(littleEndianGroups(Buffer.from(bytes)))
}

/** The 16 bytes of a GUID written as text, with or without braces; undefined when it is none. */
export function guidToBytes(text: string): Uint8Array | undefined {
  const groups = GUID_TEXT.exec(text.trim())
  if (!groups) return undefined
  return littleEndianGroups(Buffer.from(groups.slice(1).join(''), 'hex'))
}

/** The bytes of a SID written as `S-1-5-21-…` [MS-DTYP 2.4.2.2]; undefined when it is none. */
export function sidToBytes(text: string): Uint8Array | undefined {
  if (!SID_TEXT.test(text.trim())) return undefined
  const [authority = 0, ...parts] = text.trim().split('-').slice(2).map(Number)
  if (parts.some((part) => part > 0xffffffff) || authority > 0xffffffffffff) return undefined
  const bytes = Buffer.alloc(8 + parts.length * 4)
  bytes[0] = 1
  bytes[1] = parts.length
  bytes.writeUIntBE(authority, 2, 6)
  for (const [index, part] of parts.entries()) bytes.writeUInt32LE(part, 8 + index * 4)
  return bytes
}

/** The same GUID for the same name, forever: version 8 of RFC 9562 over SHA-256. */
export function guidFromName(name: string): string {
  const hash = createHash('sha256').update(`ldif\0${name}`).digest().subarray(0, 16)
  hash[6] = ((hash[6] ?? 0) & 0x0f) | 0x80
  hash[8] = ((hash[8] ?? 0) & 0x3f) | 0x80
  return hyphenate(hash)
}

function littleEndianGroups(bytes: Buffer): Buffer {
  const swapped = Buffer.from(bytes)
  swapped.subarray(0, 4).swap32()
  swapped.subarray(4, 8).swap16()
  return swapped
}

function hyphenate(bytes: Buffer): string {
  const hex = bytes.toString('hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`
}
