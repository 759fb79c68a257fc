import { ExpressionFailure } from '../failure.ts'
import { charge } from '../frame.ts'
import { DateTime } from '../values.ts'
import { conversionFailed } from './conversion.ts'
import { dateOf, daysInMonth, formatDate, isDateInRange, parseDate, ticksOf } from './date-text.ts'
import type { CallSite, FunctionEntry } from './entry.ts'
import { dt, num, str } from './parameters.ts'
import { binary, ternary, unary } from './scalar-function.ts'

const TICKS_PER_SECOND = 10_000_000n
const SECONDS: ReadonlyMap<string, bigint> = new Map([
  ['y', 86_400n],
  ['d', 86_400n],
  ['w', 86_400n],
  ['ww', 604_800n],
  ['h', 3_600n],
  ['n', 60n],
  ['s', 1n],
])
const MONTHS: ReadonlyMap<string, bigint> = new Map([
  ['yyyy', 12n],
  ['q', 3n],
  ['m', 1n],
])

export const DATE_FUNCTIONS: readonly FunctionEntry[] = [
  unary({ name: 'CDate', signature: 'dt CDate(str value)', returns: 'dt' }, str, (text, site) => {
    const ticks = parseDate(text)
    if (ticks === undefined) throw conversionFailed(site, 'the text is not a date')
    return new DateTime(ticks)
  }),
  ternary(
    { name: 'DateAdd', signature: 'dt DateAdd(str interval, num value, dt date)', returns: 'dt' },
    str,
    num,
    dt,
    (interval, value, date, site) =>
      new DateTime(checkedTicks(addTo(date.ticks, interval, value, site), site)),
  ),
  unary(
    { name: 'DateFromNum', signature: 'dt DateFromNum(num value)', returns: 'dt' },
    num,
    (ticks, site) => new DateTime(checkedTicks(ticks < 0n ? LATER_THAN_ALL : ticks, site)),
  ),
  binary(
    { name: 'FormatDateTime', signature: 'str FormatDateTime(dt value, str format)', returns: 'str' },
    dt,
    str,
    (date, pattern, site) => {
      const text = formatDate(date.ticks, pattern)
      if (text !== undefined) return text
      throw new ExpressionFailure(
        'expression.invalid_argument',
        'FormatDateTime: the pattern may use y M d H h m s f t, quoted text and other characters, not F g K z % or one letter alone.',
        site.argumentRanges[1] ?? site.range,
      )
    },
  ),
  unary({ name: 'NumFromDate', signature: 'num NumFromDate(dt value)', returns: 'num' }, dt, (date, site) => {
    if (date.ticks < 0n) throw conversionFailed(site, 'the date is before 1601')
    return date.ticks
  }),
  {
    name: 'Now',
    signature: 'dt Now()',
    parameters: [],
    returns: 'dt',
    bind: ({ site }) => {
      return (frame) => {
        charge(frame, 1, site.range)
        return new DateTime(ticksOf(frame.scope.now.getTime()))
      }
    },
  },
]

// Directory times are never negative; "never expires" (2^63 - 1) is beyond the calendar too.
const LATER_THAN_ALL = 2n ** 63n - 1n

function checkedTicks(ticks: bigint, site: CallSite): bigint {
  if (isDateInRange(ticks)) return ticks
  throw conversionFailed(site, 'the number is not a date between the years 1 and 9999')
}

function addTo(ticks: bigint, interval: string, value: bigint, site: CallSite): bigint {
  const seconds = SECONDS.get(interval)
  if (seconds !== undefined) return ticks + value * seconds * TICKS_PER_SECOND
  const months = MONTHS.get(interval)
  if (months !== undefined) return addMonths(ticks, value * months, site)
  throw new ExpressionFailure(
    'expression.invalid_argument',
    'DateAdd: the interval must be yyyy, q, m, y, d, w, ww, h, n or s.',
    site.argumentRanges[0] ?? site.range,
  )
}

// A day that the month does not have becomes its last day: 31 January plus a month is 28 or 29 February.
function addMonths(ticks: bigint, months: bigint, site: CallSite): bigint {
  const date = dateOf(ticks)
  const total = BigInt(date.getUTCFullYear() * 12 + date.getUTCMonth()) + months
  if (total < 12n || total >= 120_000n)
    throw conversionFailed(site, 'the result is not between the years 1 and 9999')
  const year = Number(total / 12n)
  const month = Number(total % 12n)
  const moved = new Date(date)
  moved.setUTCFullYear(year, month, Math.min(date.getUTCDate(), daysInMonth(year, month)))
  return ticks + ticksOf(moved.getTime()) - ticksOf(date.getTime())
}
