import type { StoredValue } from '../attributes/value.ts'
import { AppError } from '../errors.ts'

const GUID_TEXT = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i

/**
 * `objectGUID` as lower-case hyphenated text. On the wire: 16 bytes, first three groups little-endian
 * [MS-DTYP 2.3.4.2]. Throws `ldap.value_malformed` on any other length.
 */
export function guidText(bytes: Buffer): string {
  if (bytes.length !== 16) throw malformed('objectGUID', `it has ${bytes.length} bytes instead of 16`)
  const hex = bytes.toString('hex', 0, 16)
  const byte = (index: number) => hex.slice(index * 2, index * 2 + 2)
  return `${byte(3)}${byte(2)}${byte(1)}${byte(0)}-${byte(5)}${byte(4)}-${byte(7)}${byte(6)}-${hex.slice(16, 20)}-${hex.slice(20)}`
}

/** The bytes of `objectGUID` for its text, in either case. Throws `ldap.value_malformed`. */
export function guidBytes(text: string): Buffer {
  if (!GUID_TEXT.test(text)) throw malformed('objectGUID', `"${text}" is not a GUID`)
  const bytes = Buffer.from(text.replaceAll('-', ''), 'hex')
  bytes.subarray(0, 4).reverse()
  bytes.subarray(4, 6).reverse()
  bytes.subarray(6, 8).reverse()
  return bytes
}

/** True for a GUID as hyphenated text, in either case. */
export function isGuidText(text: string): boolean {
  return GUID_TEXT.test(text)
}

/** A security identifier as `S-1-…` [MS-DTYP 2.4.2.2]. Throws `ldap.value_malformed`. */
export function sidText(bytes: Buffer): string {
  const count = bytes[1] ?? 0
  if (bytes.length < 8 || bytes.length !== 8 + count * 4)
    throw malformed('objectSid', 'its length does not fit')
  let text = `S-${bytes[0]}-${bytes.readUIntBE(2, 6)}`
  for (let index = 0; index < count; index++) text += `-${bytes.readUInt32LE(8 + index * 4)}`
  return text
}

/**
 * A whole number in decimal: a number within ±2^53, `{ n }` beyond (FILETIME and other large integers, signed
 * 64 bit). Throws `ldap.value_malformed`.
 */
export function integerValue(attribute: string, text: string): StoredValue {
  if (!/^-?\d{1,19}$/.test(text)) throw malformed(attribute, 'it is not a whole number')
  const number = Number(text)
  // Without a negative zero, which JSON does not keep.
  if (Number.isSafeInteger(number)) return number || 0
  if (BigInt.asIntN(64, BigInt(text)) !== BigInt(text)) {
    throw malformed(attribute, 'it does not fit 64 bits')
  }
  return { n: BigInt(text).toString() }
}

/** `TRUE` or `FALSE`. Throws `ldap.value_malformed`. */
export function booleanValue(attribute: string, text: string): boolean {
  if (text === 'TRUE') return true
  if (text === 'FALSE') return false
  throw malformed(attribute, 'it is neither TRUE nor FALSE')
}

export function malformed(attribute: string, reason: string): AppError {
  return new AppError(
    'invalid',
    'ldap.value_malformed',
    `A value of ${attribute} cannot be read: ${reason}. Correct the value in the directory.`,
    { field: attribute },
  )
}
