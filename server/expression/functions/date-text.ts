const EPOCH_MS = 11_644_473_600_000
const TICKS_PER_MS = 10_000n
/** 0001-01-01 and 9999-12-31T23:59:59.9999999. */
const FIRST_TICK = -504_911_232_000_000_000n
const LAST_TICK = 2_650_467_743_999_999_999n

const MONTHS = 'January February March April May June July August September October November December'.split(
  ' ',
)
const DAYS = 'Sunday Monday Tuesday Wednesday Thursday Friday Saturday'.split(' ')

/** Ticks of 100 ns since 1601-01-01 UTC. */
export function ticksOf(ms: number): bigint {
  return BigInt(ms + EPOCH_MS) * TICKS_PER_MS
}

/** The instant with its milliseconds; what is finer is cut off. */
export function dateOf(ticks: bigint): Date {
  const remainder = ((ticks % TICKS_PER_MS) + TICKS_PER_MS) % TICKS_PER_MS
  return new Date(Number((ticks - remainder) / TICKS_PER_MS) - EPOCH_MS)
}

/** True from the year 1 to the year 9999. */
export function isDateInRange(ticks: bigint): boolean {
  return ticks >= FIRST_TICK && ticks <= LAST_TICK
}

const DATE =
  /^(?:(\d{4})[-/](\d{1,2})[-/](\d{1,2})|(\d{1,2})\/(\d{1,2})\/(\d{4}))(?:(?:T|\s{1,4})(\d{1,2}):(\d{2})(?::(\d{2})(?:\.(\d{1,7}))?)?(?:\s?([AaPp])[Mm])?(?:\s?(?:([Zz])|([+-])(\d{1,2})(?::?(\d{2}))?))?)?$/

/**
 * Ticks of a written date: yyyy-M-d, yyyy/M/d or M/d/yyyy, then optionally h:mm[:ss[.fffffff]] [AM|PM] and an offset
 * (Z, -8, +05:30). Without offset it is UTC. Undefined for other text.
 */
export function parseDate(text: string): bigint | undefined {
  const found = text.length <= 64 ? DATE.exec(text.trim()) : null
  if (!found) return undefined
  const number = (index: number): number => Number(found[index] ?? 0)
  const [year, month, day] =
    found[1] === undefined ? [number(6), number(4), number(5)] : [number(1), number(2), number(3)]
  const hour = hourOf(number(7), found[11])
  const offset = (found[13] === '-' ? -1 : 1) * (number(14) * 60 + number(15))
  if (
    hour === undefined ||
    number(8) > 59 ||
    number(9) > 59 ||
    Math.abs(offset) > 14 * 60 ||
    number(15) > 59
  ) {
    return undefined
  }
  const date = calendarDate(year, month, day)
  if (date === undefined) return undefined
  const seconds = hour * 3600 + number(8) * 60 + number(9) - offset * 60
  const fraction = BigInt((found[10] ?? '').padEnd(7, '0'))
  const ticks = ticksOf(date.getTime() + seconds * 1000) + fraction
  return isDateInRange(ticks) ? ticks : undefined
}

function hourOf(hour: number, half: string | undefined): number | undefined {
  if (half === undefined) return hour <= 23 ? hour : undefined
  if (hour < 1 || hour > 12) return undefined
  return (hour % 12) + (half.toLowerCase() === 'p' ? 12 : 0)
}

function calendarDate(year: number, month: number, day: number): Date | undefined {
  if (year < 1 || month < 1 || month > 12 || day < 1 || day > daysInMonth(year, month - 1)) return undefined
  return utcDate(year, month - 1, day)
}

function utcDate(year: number, month: number, day: number): Date {
  const date = new Date(0)
  date.setUTCFullYear(year, month, day)
  return date
}

/** Days of a month; `month` counts from 0. */
export function daysInMonth(year: number, month: number): number {
  return utcDate(year, month + 1, 0).getUTCDate()
}

const PATTERN_PART = /y+|M+|d+|H+|h+|m+|s+|f{1,7}|t+|'[^']*'|"[^"]*"|\\.|./gsu

/**
 * The date in a custom pattern, in UTC and English: y M d H h m s f t and their repetitions, 'quoted' and \escaped
 * text; other characters are copied. Undefined for patterns that would mean something else elsewhere: one letter
 * alone, and F g K z %.
 */
export function formatDate(ticks: bigint, pattern: string): string | undefined {
  if (/^[A-Za-z]$/.test(pattern)) return undefined
  const date = dateOf(ticks)
  const parts: string[] = []
  for (const part of pattern.match(PATTERN_PART) ?? []) {
    if ('FgKz%'.includes(part.charAt(0))) return undefined
    parts.push(formatPart(part, date, ticks))
  }
  return parts.join('')
}

function formatPart(part: string, date: Date, ticks: bigint): string {
  const width = part.length
  switch (part.charAt(0)) {
    case 'y':
      return width <= 2 ? digits(date.getUTCFullYear() % 100, width) : digits(date.getUTCFullYear(), width)
    case 'M':
      return named(MONTHS, date.getUTCMonth(), 3, width) ?? digits(date.getUTCMonth() + 1, width)
    case 'd':
      return named(DAYS, date.getUTCDay(), 3, width) ?? digits(date.getUTCDate(), width)
    case 'H':
      return digits(date.getUTCHours(), Math.min(width, 2))
    case 'h':
      return digits(date.getUTCHours() % 12 || 12, Math.min(width, 2))
    case 'm':
      return digits(date.getUTCMinutes(), Math.min(width, 2))
    case 's':
      return digits(date.getUTCSeconds(), Math.min(width, 2))
    case 'f':
      return (((ticks % 10_000_000n) + 10_000_000n) % 10_000_000n).toString().padStart(7, '0').slice(0, width)
    case 't':
      return (date.getUTCHours() < 12 ? 'AM' : 'PM').slice(0, Math.min(width, 2))
    case "'":
    case '"':
      return width > 1 ? part.slice(1, -1) : part
    case '\\':
      return part.slice(1)
    default:
      return part
  }
}

function named(names: readonly string[], index: number, short: number, width: number): string | undefined {
  if (width < short) return undefined
  const name = names[index] ?? ''
  return width === short ? name.slice(0, short) : name
}

function digits(value: number, width: number): string {
  return value.toString().padStart(width, '0')
}
