import { fold } from '../attributes/value.ts'
import { AppError } from '../errors.ts'

/** One `type=value` of an RDN. `type` as written, `value` unescaped; a `#` hex string stays as it is, in lower case. */
export type DnPart = { readonly type: string; readonly value: string }

/** A relative DN: one part, or several for a multi-valued RDN (`cn=a+uid=b`). */
export type Rdn = readonly DnPart[]

const TYPE = /^(?:[A-Za-z][A-Za-z0-9-]*|(?:OID\.)?\d+(?:\.\d+)*)$/i
const HEX_STRING = /^#(?:[0-9a-f]{2})+$/i

/**
 * The RDNs of a DN, the object's own first; [] for ''. Accepts RFC 4514, spaces around separators, and the older
 * forms `;` as separator and quoted values (RFC 2253 section 4). Throws `ldap.dn_malformed`.
 */
export function parseDn(dn: string): readonly Rdn[] {
  if (dn.trim() === '') return []
  const rdns: Rdn[] = []
  let parts: DnPart[] = []
  let start = 0
  for (;;) {
    const equals = dn.indexOf('=', start)
    const type = equals < 0 ? '' : dn.slice(start, equals).trim()
    if (!TYPE.test(type)) throw malformed(dn, start, 'an attribute type and "=" are expected')
    const { value, end } = readValue(dn, equals + 1)
    parts.push({ type, value })
    const separator = dn[end]
    if (separator !== '+') {
      rdns.push(parts)
      parts = []
    }
    if (separator === undefined) return rdns
    start = end + 1
  }
}

/**
 * A text that is equal for equal DNs: types and values without case, separators without spaces, multi-valued RDNs
 * in one order, everything special as hex pair. Commas in it only separate RDNs, so a key that ends with
 * `,` + another key lies below it. Throws `ldap.dn_malformed`.
 */
export function dnKey(dn: string): string {
  return parseDn(dn).map(rdnKey).join(',')
}

/** The DN one level up, as written; undefined for a single RDN and for ''. Throws `ldap.dn_malformed`. */
export function parentDn(dn: string): string | undefined {
  let end = -1
  do {
    const equals = dn.indexOf('=', end + 1)
    if (equals < 0) {
      if (dn.trim() === '') return undefined
      throw malformed(dn, end + 1, 'an attribute type and "=" are expected')
    }
    end = readValue(dn, equals + 1).end
  } while (dn[end] === '+')
  return end < dn.length ? dn.slice(end + 1).trimStart() : undefined
}

/** True when `dn` lies anywhere below `ancestor`, not when they are the same. Throws `ldap.dn_malformed`. */
export function isBelow(dn: string, ancestor: string): boolean {
  const key = dnKey(ancestor)
  return key === '' ? dn.trim() !== '' : dnKey(dn).endsWith(`,${key}`)
}

function rdnKey(rdn: Rdn): string {
  return rdn
    .map(({ type, value }) => `${type.toLowerCase().replace(/^oid\./, '')}=${valueKey(value)}`)
    .sort()
    .join('+')
}

// Runs of spaces compare as one [RFC 4518 2.6.1].
function valueKey(value: string): string {
  return fold(value)
    .replace(/ {2,}/g, ' ')
    .replace(/[\\,+;"<>=]|\p{Cc}/gu, (char) => `\\${char.charCodeAt(0).toString(16).padStart(2, '0')}`)
}

function readValue(dn: string, from: number): { value: string; end: number } {
  let start = from
  while (dn[start] === ' ') start++
  if (dn[start] === '"') return readQuoted(dn, start)
  let end = start
  let escaped = false
  while (end < dn.length) {
    const char = dn[end]
    if (char === ',' || char === '+' || char === ';') break
    if (char === '\\') {
      escaped = true
      end++
    }
    end++
  }
  // A backslash as the very last character steps past the end; `unescapeValue` refuses it.
  end = Math.min(end, dn.length)
  const raw = trimUnescaped(dn.slice(start, end))
  if (raw.startsWith('#')) {
    if (!HEX_STRING.test(raw)) throw malformed(dn, start, '"#" must be followed by hex pairs, or be escaped')
    return { value: raw.toLowerCase(), end }
  }
  return { value: escaped ? unescapeValue(raw, dn, start) : raw, end }
}

function readQuoted(dn: string, start: number): { value: string; end: number } {
  let close = start + 1
  while (close < dn.length && dn[close] !== '"') close += dn[close] === '\\' ? 2 : 1
  if (dn[close] !== '"') throw malformed(dn, start, 'the quoted value does not end')
  let end = close + 1
  while (dn[end] === ' ') end++
  if (end < dn.length && !/[,+;]/.test(dn[end] ?? ''))
    throw malformed(dn, end, 'a separator is expected after the quote')
  return { value: unescapeValue(dn.slice(start + 1, close), dn, start), end }
}

function trimUnescaped(raw: string): string {
  const trimmed = raw.replace(/ +$/, '')
  if (trimmed.length === raw.length) return raw
  const backslashes = trimmed.length - trimmed.replace(/\\+$/, '').length
  return backslashes % 2 === 1 ? `${trimmed} ` : trimmed
}

function unescapeValue(raw: string, dn: string, at: number): string {
  let text = ''
  let bytes: number[] = []
  const flush = () => {
    if (bytes.length === 0) return
    try {
      text += new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(Uint8Array.from(bytes))
    } catch {
      throw malformed(dn, at, 'the hex pairs are not UTF-8')
    }
    bytes = []
  }
  for (let index = 0; index < raw.length; index++) {
    const char = raw[index] ?? ''
    const next = raw[index + 1] ?? ''
    const pair = raw.slice(index + 1, index + 3)
    if (char === '\\' && /^[0-9A-Fa-f]{2}$/.test(pair)) {
      bytes.push(Number.parseInt(pair, 16))
      index += 2
      continue
    }
    flush()
    if (char !== '\\') {
      text += char
    } else if (/[ "#+,;<=>\\]/.test(next)) {
      text += next
      index++
    } else {
      throw malformed(dn, at, 'a backslash must be followed by a special character or two hex digits')
    }
  }
  flush()
  return text
}

function malformed(dn: string, position: number, reason: string): AppError {
  return new AppError(
    'invalid',
    'ldap.dn_malformed',
    `"${dn}" is not a distinguished name: at position ${position + 1} ${reason}. Write it as in CN=Name,OU=Unit,DC=example,DC=org.`,
    { details: { position: position + 1 } },
  )
}
