import { ExpressionFailure } from '../failure.ts'
import { assertResultSize, assertSearchable } from '../frame.ts'
import { Binary } from '../values.ts'
import { trimEnd, trimStart } from '../white-space.ts'
import type { CallSite, FunctionEntry } from './entry.ts'
import { nullAs, num, optional, str, strOrBin } from './parameters.ts'
import { binary, ternary, unary } from './scalar-function.ts'
import { sliceWhole, toLength } from './text-units.ts'

export const TEXT_FUNCTIONS: readonly FunctionEntry[] = [
  unary({ name: 'LCase', signature: 'str LCase(str value)', returns: 'str' }, str, (text) =>
    text.toLowerCase(),
  ),
  unary({ name: 'UCase', signature: 'str UCase(str string)', returns: 'str' }, str, (text) =>
    text.toUpperCase(),
  ),
  unary({ name: 'PCase', signature: 'str PCase(str string)', returns: 'str' }, str, (text) =>
    text.split(' ').map(capitalise).join(' '),
  ),
  unary({ name: 'Trim', signature: 'str Trim(str value)', returns: 'str' }, str, (text) =>
    trimEnd(trimStart(text)),
  ),
  unary({ name: 'LTrim', signature: 'str LTrim(str value)', returns: 'str' }, str, trimStart),
  unary({ name: 'RTrim', signature: 'str RTrim(str value)', returns: 'str' }, str, trimEnd),
  unary({ name: 'Len', signature: 'num Len(str value)', returns: 'num' }, strOrBin, (value) =>
    BigInt(typeof value === 'string' ? value.length : value.bytes.length),
  ),
  binary(
    { name: 'Left', signature: 'str Left(str string, num NumChars)', returns: 'str', whenNull: '' },
    str,
    num,
    (text, count) => (count < 0n ? text : sliceWhole(text, 0, toLength(count, text.length))),
  ),
  binary(
    { name: 'Right', signature: 'str Right(str string, num NumChars)', returns: 'str', whenNull: '' },
    str,
    num,
    (text, count) =>
      count < 0n ? text : sliceWhole(text, text.length - toLength(count, text.length), text.length),
  ),
  ternary(
    {
      name: 'Mid',
      signature: 'str Mid(str string, num start[, num NumChars])',
      returns: 'var',
      whenNull: '',
    },
    strOrBin,
    num,
    optional(num, 2n ** 63n - 1n),
    middle,
  ),
  ternary(
    {
      name: 'Word',
      signature: 'str Word(str string, num WordNumber, str delimiters)',
      returns: 'str',
      whenNull: '',
    },
    str,
    num,
    nullAs(str, ''),
    word,
  ),
  ternary(
    {
      name: 'Replace',
      signature: 'str Replace(str string, str OldValue, str NewValue)',
      returns: 'str',
    },
    str,
    nullAs(str, ''),
    nullAs(str, ''),
    replace,
  ),
  pad('PadLeft', (text, padding) => padding + text),
  pad('PadRight', (text, padding) => text + padding),
]

function capitalise(word: string): string {
  if (word === '' || /^\p{Lu}+$/u.test(word)) return word
  const first = String.fromCodePoint(word.codePointAt(0) ?? 0)
  return first.toUpperCase() + word.slice(first.length).toLowerCase()
}

// The order of these tests is the documented one; a start beyond the end gives the input, not nothing.
function middle(value: string | Binary, start: bigint, count: bigint): string | Binary {
  const length = typeof value === 'string' ? value.length : value.bytes.length
  if (count === 0n) return typeof value === 'string' ? '' : new Binary(new Uint8Array())
  if (count < 0n || start > length || start <= 0n) return value
  const from = Number(start) - 1
  const to = from + toLength(count, length - from)
  return typeof value === 'string' ? sliceWhole(value, from, to) : new Binary(value.bytes.slice(from, to))
}

// Adjacent delimiters have an empty word between them, as Split does.
function word(text: string, wordNumber: bigint, delimiters: string): string {
  if (wordNumber < 1n) return ''
  const cuts = new Set(delimiters)
  let left = wordNumber
  let start = 0
  let end = 0
  for (const character of text) {
    if (cuts.has(character)) {
      if (--left === 0n) return text.slice(start, end)
      start = end + character.length
    }
    end += character.length
  }
  return left === 1n ? text.slice(start) : ''
}

function replace(text: string, oldValue: string, newValue: string, site: CallSite): string {
  const sought = expandMonikers(oldValue)
  if (sought === '') return text
  assertSearchable(text, sought, site.range)
  const parts = text.split(sought)
  const replacement = expandMonikers(newValue)
  assertResultSize(text.length + (parts.length - 1) * (replacement.length - sought.length), site.range)
  return parts.join(replacement)
}

function expandMonikers(text: string): string {
  if (!text.includes('\\')) return text
  return text.replaceAll('\\n', '\n').replaceAll('\\r', '\r').replaceAll('\\t', '\t')
}

function pad(name: string, join: (text: string, padding: string) => string): FunctionEntry {
  const signature = `str ${name}(str string, num length, str padCharacter)`
  return ternary(
    { name, signature, returns: 'str', whenNull: '' },
    str,
    num,
    nullAs(str, 'raise'),
    (text, length, character, site) => {
      if (character.length !== 1) {
        throw new ExpressionFailure(
          'expression.invalid_argument',
          `${name}: the pad character must be exactly one character.`,
          site.argumentRanges[2] ?? site.range,
        )
      }
      if (length <= text.length) return text
      assertResultSize(Number(length), site.range)
      return join(text, character.repeat(Number(length) - text.length))
    },
  )
}
