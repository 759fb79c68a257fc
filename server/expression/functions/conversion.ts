import { fromBase64, fromHex, toBase64, toHex, toUtf16Bytes } from '../bytes.ts'
import { ExpressionFailure } from '../failure.ts'
import { Binary, checkedNum, EnumName, isInRange, Reference, type Scalar } from '../values.ts'
import { trimEnd, trimStart } from '../white-space.ts'
import { argumentMismatch, type CallSite, type FunctionEntry } from './entry.ts'
import { anything, bin, enumName, num, optional, str, strOrBin } from './parameters.ts'
import { binary, unary } from './scalar-function.ts'

export const CONVERSION_FUNCTIONS: readonly FunctionEntry[] = [
  unary(
    { name: 'CBool', signature: 'bool CBool(exp Expression)', returns: 'bool', whenNull: false },
    anything,
    toBool,
  ),
  unary({ name: 'CNum', signature: 'num CNum(str value)', returns: 'num' }, anything, (value, site) => {
    if (typeof value !== 'string' && !(value instanceof Binary) && typeof value !== 'bigint') {
      throw argumentMismatch(site, 0, 'str', value)
    }
    const number = toNum(value)
    if (number === undefined) throw conversionFailed(site, 'the text is not a whole number')
    return checkedNum(number, site.range)
  }),
  unary({ name: 'CStr', signature: 'str CStr(num value)', returns: 'str' }, anything, (value, site) => {
    const text = toStr(value)
    if (text === undefined) throw argumentMismatch(site, 0, 'num, ref, bool or str', value)
    return text
  }),
  unary({ name: 'CRef', signature: 'ref CRef(str value)', returns: 'ref' }, str, (dn) => new Reference(dn)),
  unary({ name: 'CGuid', signature: 'bin CGuid(str GUID)', returns: 'bin' }, str, (text, site) => {
    const bytes = guidBytes(text)
    if (bytes === undefined) throw conversionFailed(site, 'the text is not a GUID')
    return new Binary(bytes)
  }),
  binary(
    { name: 'CBin', signature: 'bin CBin(num value, num length)', returns: 'bin' },
    num,
    num,
    toLittleEndian,
  ),
  unary(
    { name: 'StringFromGuid', signature: 'str StringFromGuid(bin GUID)', returns: 'str' },
    bin,
    (value, site) => {
      if (value.bytes.length !== 16) throw conversionFailed(site, 'a GUID has 16 bytes')
      return guidText(value.bytes)
    },
  ),
  unary(
    { name: 'StringFromSid', signature: 'str StringFromSid(bin ObjectSID)', returns: 'str' },
    bin,
    (value, site) => {
      const text = sidText(value.bytes)
      if (text === undefined) throw conversionFailed(site, 'the bytes are not a security identifier')
      return text
    },
  ),
  unary(
    { name: 'ConvertToBase64', signature: 'str ConvertToBase64(str source)', returns: 'str' },
    strOrBin,
    (value) => (typeof value === 'string' ? toBase64(toUtf16Bytes(value)) : value.base64),
  ),
  binary(
    {
      name: 'ConvertFromBase64',
      signature: 'str ConvertFromBase64(str source[, enum Encoding])',
      returns: 'str',
    },
    str,
    optional(enumName, new EnumName('Unicode')),
    (text, encoding, site) => {
      const bytes = fromBase64(text)
      if (bytes === undefined) throw conversionFailed(site, 'the text is not base64')
      return decode(bytes, encoding, site)
    },
  ),
  unary(
    { name: 'ConvertToUTF8Hex', signature: 'str ConvertToUTF8Hex(str source)', returns: 'str' },
    str,
    (text) => toHex(new TextEncoder().encode(text)),
  ),
  unary(
    { name: 'ConvertFromUTF8Hex', signature: 'str ConvertFromUTF8Hex(str source)', returns: 'str' },
    str,
    (text, site) => {
      const bytes = fromHex(text)
      if (bytes === undefined) throw conversionFailed(site, 'the text is not pairs of hexadecimal digits')
      return decode(bytes, 'UTF8', site)
    },
  ),
]

/** Text in whole decimal digits, or up to 8 bytes with the lowest first; undefined for anything else. */
export function toNum(value: Scalar): bigint | undefined {
  if (typeof value === 'bigint') return value
  if (typeof value === 'string') {
    const text = trimEnd(trimStart(value))
    return text.length <= 40 && /^[+-]?[0-9]+$/.test(text) ? BigInt(text.replace('+', '')) : undefined
  }
  if (!(value instanceof Binary) || value.bytes.length === 0 || value.bytes.length > 8) return undefined
  return value.bytes.reduceRight((sum, byte) => sum * 256n + BigInt(byte), 0n)
}

/** True when CNum gives a number. */
export function isNumeric(value: Scalar): boolean {
  const number = toNum(value)
  return number !== undefined && isInRange(number)
}

/** The text of a number, Boolean, reference or text; undefined for anything else. */
export function toStr(value: Scalar): string | undefined {
  switch (typeof value) {
    case 'string':
      return value
    case 'bigint':
      return value.toString()
    case 'boolean':
      return value ? 'True' : 'False'
    default:
      return value.kind === 'ref' ? value.dn : undefined
  }
}

const GUID =
  /^(\{)?([0-9a-fA-F]{8})-([0-9a-fA-F]{4})-([0-9a-fA-F]{4})-([0-9a-fA-F]{4})-([0-9a-fA-F]{12})(\})?$/

/** The 16 bytes of GUID text, the first three groups little-endian; undefined for other text [MS-DTYP 2.3.4.2]. */
export function guidBytes(text: string): Uint8Array | undefined {
  const found = GUID.exec(text)
  if (!found || (found[1] === undefined) !== (found[7] === undefined)) return undefined
  const bytes = fromHex(found.slice(2, 7).join(''))
  return bytes && swapGuid(bytes)
}

function guidText(bytes: Uint8Array): string {
  const digits = toHex(swapGuid(bytes)).toLowerCase()
  const groups = [
    digits.slice(0, 8),
    digits.slice(8, 12),
    digits.slice(12, 16),
    digits.slice(16, 20),
    digits.slice(20),
  ]
  return groups.join('-')
}

function swapGuid(bytes: Uint8Array): Uint8Array {
  const swapped = bytes.slice()
  swapped.subarray(0, 4).reverse()
  swapped.subarray(4, 6).reverse()
  swapped.subarray(6, 8).reverse()
  return swapped
}

// [MS-DTYP 2.4.2.1]: an identifier authority of 2^32 and above is written in hexadecimal.
function sidText(bytes: Uint8Array): string | undefined {
  const count = bytes[1]
  if (bytes[0] !== 1 || count === undefined || count > 15 || bytes.length !== 8 + count * 4) return undefined
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const authority = view.getUint16(2) * 2 ** 32 + view.getUint32(4)
  const parts = [
    authority < 2 ** 32 ? `${authority}` : `0x${authority.toString(16).toUpperCase().padStart(12, '0')}`,
  ]
  for (let index = 0; index < count; index++) parts.push(`${view.getUint32(8 + index * 4, true)}`)
  return `S-1-${parts.join('-')}`
}

function toBool(value: Scalar, site: CallSite): boolean {
  if (typeof value === 'boolean') return value
  if (typeof value === 'bigint') return value !== 0n
  if (typeof value === 'string') {
    const text = trimEnd(trimStart(value)).toLowerCase()
    if (text === 'true' || text === 'false') return text === 'true'
    const number = toNum(text)
    if (number === undefined) throw conversionFailed(site, 'the text is neither True, False nor a number')
    return number !== 0n
  }
  throw argumentMismatch(site, 0, 'bool or num', value)
}

function toLittleEndian(value: bigint, length: bigint, site: CallSite): Binary {
  if (length < 1n || length > 8n) {
    throw new ExpressionFailure(
      'expression.invalid_argument',
      'CBin: the length must be 1 to 8 bytes.',
      site.argumentRanges[1] ?? site.range,
    )
  }
  if (value < 0n || value >= 256n ** length) {
    throw new ExpressionFailure(
      'expression.overflow',
      'CBin: the number does not fit into the length.',
      site.range,
    )
  }
  return new Binary(
    Uint8Array.from({ length: Number(length) }, (_, index) => Number((value >> BigInt(8 * index)) & 255n)),
  )
}

function decode(bytes: Uint8Array, encoding: string, site: CallSite): string {
  if (encoding === 'ASCII')
    return Array.from(bytes, (byte) => (byte < 128 ? String.fromCharCode(byte) : '?')).join('')
  const label = encoding === 'UTF8' ? 'utf-8' : encoding === 'Unicode' ? 'utf-16le' : undefined
  if (label === undefined) {
    throw new ExpressionFailure(
      'expression.invalid_argument',
      `${site.name}: the encoding must be Unicode, ASCII or UTF8.`,
      site.argumentRanges[1] ?? site.range,
    )
  }
  try {
    return new TextDecoder(label, { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch {
    throw conversionFailed(site, `the bytes are not ${encoding} text`)
  }
}

/** `expression.conversion_failed`, naming the function but not the value. */
export function conversionFailed(site: CallSite, reason: string): ExpressionFailure {
  return new ExpressionFailure('expression.conversion_failed', `${site.name}: ${reason}.`, site.range)
}
