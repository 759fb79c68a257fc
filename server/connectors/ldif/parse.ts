import { parseDn } from '../../ldap/dn.ts'
import { type LdifPlace, ldifError } from './ldif-error.ts'
import { type LogicalLine, readLogicalLines } from './lines.ts'
import { toUtf8 } from './source-text.ts'

/** One value as the file gives it: text, or the bytes of a base64 value. `options` are lower-case, without `;`. */
export type LdifValue = {
  readonly name: string
  readonly options: readonly string[]
  readonly line: number
  readonly value: string | Uint8Array
}

/** One content record. `line` is where its dn stands, from 1. `dn` is as written; '' is the root DSE. */
export type LdifEntry = { readonly dn: string; readonly line: number; readonly values: readonly LdifValue[] }

/** Bytes. `line`: one line after unfolding; `entry`: all lines of one entry. */
export type LdifLimits = { readonly line: number; readonly entry: number }

// A photo is far below 1 MiB; a group of 250,000 members is about 30 MiB.
export const LDIF_LIMITS: LdifLimits = { line: 4 * 1024 * 1024, entry: 128 * 1024 * 1024 }

type OpenEntry = { dn: string; line: number; values: LdifValue[]; size: number }

const NAME = /^(?:[A-Za-z][A-Za-z0-9-]*|\d+(?:\.\d+)*)$/
const OPTION = /^[A-Za-z0-9-]+(?:=[0-9*-]+)?$/
const BASE64 = /^[A-Za-z0-9+/]*={0,2}$/

/**
 * The content records of an LDIF file (RFC 2849), streamed in bounded memory. Accepted besides the RFC: UTF-16 with
 * byte order mark and `changetype: add` (both from ldifde), a missing version line, UTF-8 in plain values, and the
 * result lines that `ldapsearch` prints. Throws `AppError` with `details.line` and, inside an entry, `details.dn`:
 * `ldif.malformed`, `ldif.url_refused`, `ldif.change_record`, `ldif.line_too_long`, `ldif.entry_too_large`,
 * `ldif.incomplete_export`. Every `dn` given out can be parsed. Not checked: whether attributes make sense.
 */
export async function* parseLdif(
  source: AsyncIterable<Uint8Array | string>,
  limits: LdifLimits = LDIF_LIMITS,
): AsyncGenerator<LdifEntry> {
  let entry: OpenEntry | undefined
  let inTrailer = false
  let first = true
  const known: Descriptions = new Map()
  for await (const lines of readLogicalLines(toUtf8(source), limits.line)) {
    for (const line of lines) {
      assertReadable(line, entry, limits)
      if (line.text === '') {
        if (entry) yield entry
        entry = undefined
        inTrailer = false
      } else if (entry) {
        addLine(entry, line, limits, known)
      } else if (inTrailer || isResultLine(line.text)) {
        assertSuccess(line)
        inTrailer = true
      } else if (first && /^version:/i.test(line.text)) {
        assertVersion(line)
      } else {
        entry = openEntry(line, known)
      }
      if (line.text !== '') first = false
    }
  }
  if (entry) yield entry
}

function assertReadable(
  { line, fault }: LogicalLine,
  entry: OpenEntry | undefined,
  limits: LdifLimits,
): void {
  const place = { line, dn: entry?.dn }
  if (fault === 'too-long') {
    throw ldifError(
      'ldif.line_too_long',
      place,
      `The line is longer than ${limits.line} bytes.`,
      'Export without this attribute, or check that the file really is LDIF.',
    )
  }
  if (fault === 'not-utf8') {
    throw ldifError(
      'ldif.malformed',
      place,
      'The line is not UTF-8 text.',
      'Export again as UTF-8, or as Unicode with "ldifde -u"; do not re-save the file in another encoding.',
    )
  }
}

function assertVersion({ line, text }: LogicalLine): void {
  if (/^version:\s*1\s*$/i.test(text)) return
  throw ldifError('ldif.malformed', { line }, 'The LDIF version is not 1.', 'Export again as LDIF version 1.')
}

function openEntry({ line, text }: LogicalLine, known: Descriptions): OpenEntry {
  const { name, value } = splitLine(text, { line }, known)
  if (name.toLowerCase() !== 'dn') {
    throw ldifError(
      'ldif.malformed',
      { line },
      'An entry must begin with "dn:".',
      'Restore the missing dn line, or remove the blank line before this one.',
    )
  }
  const dn = typeof value === 'string' ? value.trimEnd() : decodeDn(value, line)
  try {
    parseDn(dn)
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : ''
    throw ldifError('ldif.malformed', { line }, reason, 'Correct the dn line, or export the entry again.')
  }
  return { dn, line, values: [], size: text.length }
}

function decodeDn(bytes: Uint8Array, line: number): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    throw ldifError('ldif.malformed', { line }, 'The base64 dn is not UTF-8 text.', 'Export the entry again.')
  }
}

function addLine(
  entry: OpenEntry,
  { line, text }: LogicalLine,
  limits: LdifLimits,
  known: Descriptions,
): void {
  const place = { line, dn: entry.dn }
  entry.size += text.length
  if (entry.size > limits.entry) {
    throw ldifError(
      'ldif.entry_too_large',
      place,
      `The entry is larger than ${limits.entry} bytes.`,
      'Check that a blank line stands between the entries.',
    )
  }
  const { name, options, value } = splitLine(text, place, known)
  const key = name.toLowerCase()
  if (key === 'dn') {
    throw ldifError(
      'ldif.malformed',
      place,
      'A second dn stands inside the entry.',
      'Put a blank line between entries.',
    )
  }
  if (key === 'control' || (key === 'changetype' && value !== 'add')) {
    throw ldifError(
      'ldif.change_record',
      place,
      'The file holds change records.',
      'Give an export of the directory (content records), not a list of changes.',
    )
  }
  if (key !== 'changetype') entry.values.push({ name, options, line, value })
}

type SplitLine = { name: string; options: readonly string[]; value: string | Uint8Array }

type Description = Pick<SplitLine, 'name' | 'options'>

/** Attribute descriptions that were checked already: a file repeats a few dozen of them a million times. */
type Descriptions = Map<string, Description>

const DESCRIPTIONS_KEPT = 1000

function readDescription(text: string, place: LdifPlace, known: Descriptions): Description {
  const checked = known.get(text)
  if (checked) return checked
  const [name = '', ...options] = text.split(';')
  if (!NAME.test(name) || !options.every((option) => OPTION.test(option))) {
    throw ldifError(
      'ldif.malformed',
      place,
      'No attribute name stands before the colon.',
      'Correct the line; a line that continues the one before begins with one space and follows it directly.',
    )
  }
  const description = { name, options: options.map((option) => option.toLowerCase()) }
  if (known.size < DESCRIPTIONS_KEPT) known.set(text, description)
  return description
}

function splitLine(text: string, place: LdifPlace, known: Descriptions): SplitLine {
  const colon = text.indexOf(':')
  if (colon < 0) {
    throw ldifError(
      'ldif.malformed',
      place,
      'The line has no colon.',
      'Correct the line, or export the file again.',
    )
  }
  const { name, options } = readDescription(text.slice(0, colon), place, known)
  if (text[colon + 1] === '<') {
    throw ldifError(
      'ldif.url_refused',
      place,
      `The value of ${name} is a URL; Lockstep does not open files or addresses named in an upload.`,
      'Put the value itself into the file, as base64 ("::").',
    )
  }
  if (text[colon + 1] !== ':') return { name, options, value: withoutFill(text, colon + 1) }
  const encoded = text.slice(colon + 2).trim()
  if (encoded.length % 4 !== 0 || !BASE64.test(encoded)) {
    throw ldifError(
      'ldif.malformed',
      place,
      `The value of ${name} is not valid base64.`,
      'Export the entry again; a cut or edited line cannot be repaired.',
    )
  }
  return { name, options, value: Buffer.from(encoded, 'base64') }
}

// What ldapsearch prints after the entries (without -LLL), and for references to other domains.
function isResultLine(text: string): boolean {
  return /^(?:search|result|ref):/i.test(text)
}

function assertSuccess({ line, text }: LogicalLine): void {
  const code = /^result:\s*(\d+)/i.exec(text)?.[1]
  if (code === undefined || code === '0') return
  throw ldifError(
    'ldif.incomplete_export',
    { line },
    `The export ended with LDAP result ${code}, so entries are missing.`,
    'Export again until the search ends with result 0, e.g. with paged results ("-E pr=1000/noprompt").',
  )
}

// Only spaces fill [RFC 2849 FILL]; a tab belongs to the value.
function withoutFill(text: string, from: number): string {
  let start = from
  while (text[start] === ' ') start++
  return text.slice(start)
}
