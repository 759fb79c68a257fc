import { ExpressionFailure } from '../failure.ts'
import { assertResultSize, assertSearchable } from '../frame.ts'
import { EnumName } from '../values.ts'
import { isBlank } from '../white-space.ts'
import type { CallSite, FunctionEntry } from './entry.ts'
import { enumName, num, optional, str } from './parameters.ts'
import { binary, quaternary, ternary } from './scalar-function.ts'
import { foldUnits, toLength } from './text-units.ts'

const BINARY_COMPARE = new EnumName('vbBinaryCompare')
const TO_THE_END = 2n ** 63n - 1n

export const TEXT_SEARCH_FUNCTIONS: readonly FunctionEntry[] = [
  quaternary(
    {
      name: 'InStr',
      signature: 'num InStr(str stringcheck, str stringmatch[, num start[, enum compare]])',
      returns: 'num',
      whenNull: 0n,
    },
    str,
    str,
    optional(num, 1n),
    optional(enumName, BINARY_COMPARE),
    (text, sought, start, compare, site) => {
      if (text === '' || start > text.length) return 0n
      assertSearchable(text, sought, site.range)
      const from = start < 1n ? 0 : Number(start) - 1
      return isTextCompare(compare, site)
        ? BigInt(foldUnits(text).indexOf(foldUnits(sought), from) + 1)
        : BigInt(text.indexOf(sought, from) + 1)
    },
  ),
  quaternary(
    {
      name: 'InStrRev',
      signature: 'num InStrRev(str stringcheck, str stringmatch[, num start[, enum compare]])',
      returns: 'num',
      whenNull: 0n,
    },
    str,
    str,
    optional(num, TO_THE_END),
    optional(enumName, BINARY_COMPARE),
    (text, sought, start, compare, site) => {
      // The backward search begins at `start`, so the match must end there or before.
      const from = toLength(start, text.length) - sought.length
      if (from < 0 || text === '') return 0n
      assertSearchable(text, sought, site.range)
      return isTextCompare(compare, site)
        ? BigInt(foldUnits(text).lastIndexOf(foldUnits(sought), from) + 1)
        : BigInt(text.lastIndexOf(sought, from) + 1)
    },
  ),
  ternary(
    {
      name: 'Split',
      signature: 'mvstr Split(str value, str delimiter[, num limit])',
      returns: 'str',
    },
    str,
    str,
    optional(num, TO_THE_END),
    split,
  ),
  binary(
    { name: 'ReplaceChars', signature: 'str ReplaceChars(str string, str ReplacePattern)', returns: 'str' },
    str,
    str,
    replaceChars,
  ),
]

function isTextCompare(compare: string, site: CallSite): boolean {
  if (compare === 'vbTextCompare') return true
  if (compare === 'vbBinaryCompare') return false
  throw new ExpressionFailure(
    'expression.invalid_argument',
    `${site.name}: the comparison must be vbTextCompare or vbBinaryCompare.`,
    site.argumentRanges[3] ?? site.range,
  )
}

// The last value keeps what is left, so that a limit never loses text.
function split(text: string, delimiter: string, limit: bigint, site: CallSite): readonly string[] {
  if (delimiter.length !== 1) {
    throw new ExpressionFailure(
      'expression.invalid_argument',
      'Split: the delimiter must be exactly one character.',
      site.argumentRanges[1] ?? site.range,
    )
  }
  const parts = text.split(delimiter)
  if (limit < 1n || limit >= parts.length) return parts
  const kept = Number(limit) - 1
  return [...parts.slice(0, kept), parts.slice(kept).join(delimiter)]
}

function replaceChars(text: string, pattern: string, site: CallSite): string {
  const pairs = readPairs(pattern, site)
  let replaced = ''
  for (const character of text) {
    replaced += pairs.get(character) ?? character
    assertResultSize(replaced.length, site.range)
  }
  return replaced
}

function readPairs(pattern: string, site: CallSite): ReadonlyMap<string, string> {
  const tokens = [...pattern]
    .filter((character) => !isBlank(character))
    .join('')
    .split(',')
  const pairs = new Map<string, string>()
  for (const [index, token] of tokens.entries()) {
    const colon = token.indexOf(':')
    const isSplitPair = colon < 0 && index === tokens.length - 2 && !tokens[index + 1]?.includes(':')
    const source = colon < 0 ? token : token.slice(0, colon)
    if ((colon < 0 && !isSplitPair) || [...source].length !== 1) {
      throw new ExpressionFailure(
        'expression.invalid_argument',
        'ReplaceChars: the pattern must be a comma-separated list of pairs such as ä:a, each with exactly one character before the colon.',
        site.argumentRanges[1] ?? site.range,
      )
    }
    pairs.set(source, colon < 0 ? (tokens[index + 1] ?? '') : token.slice(colon + 1))
    if (isSplitPair) break
  }
  return pairs
}
