import { sidToBytes } from '../guid-sid.ts'

/** One attribute with its values; bytes are written as base64. */
export type SampleValue = string | number | boolean | Uint8Array

/** Attributes in the order they are written; undefined leaves one out. */
export type SampleAttributes = Readonly<Record<string, SampleValue | readonly SampleValue[] | undefined>>

const LINE = 76

/** One LDIF content record, folded to 76 columns, with the blank line after it. */
export function toLdif(dn: string, attributes: SampleAttributes): string {
  const lines = [toLine('dn', dn)]
  for (const [name, values] of Object.entries(attributes)) {
    if (values === undefined) continue
    for (const value of isList(values) ? values : [values]) lines.push(toLine(name, value))
  }
  return `${lines.join('\n')}\n\n`
}

/** An RDN value with what RFC 4514 section 2.4 asks to be escaped. */
export function escapeRdn(value: string): string {
  return value
    .replace(/[\\,+"<>;=]/g, '\\$&')
    .replace(/^[ #]/, '\\$&')
    .replace(/ $/, '\\ ')
    .replaceAll('\n', '\\0A')
}

export function sidBytes(sid: string): Uint8Array {
  const bytes = sidToBytes(sid)
  if (!bytes) throw new Error(`${sid} is not a SID`)
  return bytes
}

function toLine(name: string, value: SampleValue): string {
  const text = typeof value === 'boolean' ? (value ? 'TRUE' : 'FALSE') : value
  if (text instanceof Uint8Array) return fold(`${name}:: ${Buffer.from(text).toString('base64')}`)
  const plain = String(text)
  // SAFE-STRING of RFC 2849, and no blank at the end (note 8).
  const isSafe = /^(?![ :<])[ -~]*$/.test(plain) && !plain.endsWith(' ')
  return fold(isSafe ? `${name}: ${plain}` : `${name}:: ${Buffer.from(plain).toString('base64')}`)
}

function fold(line: string): string {
  if (line.length <= LINE) return line
  const rest = line.slice(LINE).match(new RegExp(`.{1,${LINE - 1}}`, 'gs')) ?? []
  return [line.slice(0, LINE), ...rest.map((part) => ` ${part}`)].join('\n')
}

function isList(values: SampleValue | readonly SampleValue[]): values is readonly SampleValue[] {
  return Array.isArray(values)
}
