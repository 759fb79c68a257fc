import { ExpressionFailure } from '../failure.ts'
import { assertResultSize, assertSearchable } from '../frame.ts'
import { EnumName, kindOf, type Scalar } from '../values.ts'
import { argumentMismatch, type CallSite, type FunctionEntry } from './entry.ts'
import { enumName, nullAs, num, optional, str } from './parameters.ts'
import { collective, type Settled, scalarOf } from './whole-function.ts'

const CASE_TYPE = optional(enumName, new EnumName('CaseSensitive'))
const DELIMITER = nullAs(optional(str, ' '), '')

export const MULTI_VALUED_FUNCTIONS: readonly FunctionEntry[] = [
  collective(
    {
      name: 'Contains',
      signature: 'num Contains(mvstr attribute, str search[, enum Casetype])',
      returns: 'num',
    },
    [str, CASE_TYPE],
    contains,
  ),
  collective({ name: 'Count', signature: 'num Count(mvstr attribute)', returns: 'num' }, [], (values) =>
    BigInt(values.length),
  ),
  collective(
    { name: 'Item', signature: 'var Item(mvstr attribute, num index)', returns: 'var' },
    [num],
    (values, further, site) => {
      const found = itemAt(values, further, site)
      if (found !== undefined) return found
      throw new ExpressionFailure(
        'expression.out_of_bounds',
        `Item: the index is outside the ${values.length} values; the first value has index 1.`,
        site.argumentRanges[1] ?? site.range,
      )
    },
  ),
  collective(
    { name: 'ItemOrNull', signature: 'var ItemOrNull(mvstr attribute, num index)', returns: 'var' },
    [num],
    (values, further, site) => itemAt(values, further, site) ?? null,
  ),
  collective(
    { name: 'Join', signature: 'str Join(mvstr attribute[, str Delimiter])', returns: 'str' },
    [DELIMITER],
    join,
  ),
  collective(
    { name: 'RemoveDuplicates', signature: 'mvstr RemoveDuplicates(mvstr attribute)', returns: 'var' },
    [],
    (values) => {
      const seen = new Set<string>()
      const distinct = values.filter((value) => {
        const key = identity(value)
        return !seen.has(key) && seen.add(key)
      })
      return distinct.length === 0 ? null : distinct
    },
  ),
]

function contains(values: readonly Scalar[], [search, caseType]: readonly Settled[], site: CallSite): bigint {
  const sought = scalarOf(str, search, site, 1)
  const comparison = scalarOf(CASE_TYPE, caseType, site, 2)
  if (comparison !== 'CaseSensitive' && comparison !== 'CaseInsensitive') {
    const range = site.argumentRanges[2] ?? site.range
    throw new ExpressionFailure(
      'expression.invalid_argument',
      'Contains: the case type must be CaseSensitive or CaseInsensitive.',
      range,
    )
  }
  if (sought === null) return 0n
  const fold = (text: string): string => (comparison === 'CaseSensitive' ? text : text.toLowerCase())
  const folded = fold(sought)
  const index = values.findIndex((value) => {
    if (typeof value === 'string') {
      assertSearchable(value, folded, site.range)
      return fold(value).includes(folded)
    }
    if (typeof value === 'object' && value.kind === 'ref') return fold(value.dn) === folded
    throw argumentMismatch(site, 0, 'multi-valued text or references', value)
  })
  return BigInt(index + 1)
}

function itemAt(values: readonly Scalar[], [index]: readonly Settled[], site: CallSite): Scalar | undefined {
  const position = scalarOf(num, index, site, 1)
  if (position === null || position < 1n || position > values.length) return undefined
  return values[Number(position) - 1]
}

function join(values: readonly Scalar[], [delimiter]: readonly Settled[], site: CallSite): string | null {
  const between = scalarOf(DELIMITER, delimiter, site, 1) ?? ''
  if (values.length === 0) return null
  let size = between.length * (values.length - 1)
  const texts = values.map((value) => {
    if (typeof value !== 'string') throw argumentMismatch(site, 0, 'multi-valued text', value)
    size += value.length
    return value
  })
  assertResultSize(size, site.range)
  return texts.join(between)
}

function identity(value: Scalar): string {
  if (typeof value !== 'object') return `${kindOf(value)}:${value}`
  switch (value.kind) {
    case 'bin':
      return `bin:${value.base64}`
    case 'ref':
      return `ref:${value.dn}`
    case 'dt':
      return `dt:${value.ticks}`
    case 'enum':
      return `enum:${value.name}`
    default:
      return `flow:${value.outcome}`
  }
}
