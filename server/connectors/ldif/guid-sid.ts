import { createHash } from 'node:crypto'

const SID_TEXT = /^S-1-\d+(?:-\d+){1,15}$/i

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
  const hex = hash.toString('hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`
}
