const LOCALE = 'en-GB'

const number = new Intl.NumberFormat(LOCALE)
const absolute = new Intl.DateTimeFormat(LOCALE, { dateStyle: 'medium', timeStyle: 'medium' })
const absoluteUtc = new Intl.DateTimeFormat(LOCALE, {
  dateStyle: 'medium',
  timeStyle: 'short',
  timeZone: 'UTC',
})
const zoneName = new Intl.DateTimeFormat(LOCALE, { timeZoneName: 'shortOffset' })
const relative = new Intl.RelativeTimeFormat(LOCALE, { numeric: 'auto', style: 'narrow' })
const plural = new Intl.PluralRules(LOCALE)

export function formatNumber(value: number): string {
  return number.format(value)
}

/** `3 users`, `1 user`: the number in the reader's form and the right noun. */
export function formatCount(count: number, one: string, many: string): string {
  return `${number.format(count)} ${plural.select(count) === 'one' ? one : many}`
}

/** In the browser's zone, with its offset. */
export function formatDateTime(time: Date): string {
  const zone = zoneName.formatToParts(time).find((part) => part.type === 'timeZoneName')?.value ?? ''
  return `${absolute.format(time)} ${zone}`.trim()
}

/** What the server and the first paint show, because neither knows the reader's zone. */
export function formatUtc(time: Date): string {
  return `${absoluteUtc.format(time)} UTC`
}

const STEPS: readonly (readonly [Intl.RelativeTimeFormatUnit, number])[] = [
  ['second', 60],
  ['minute', 60],
  ['hour', 24],
  ['day', 30],
  ['month', 12],
  ['year', Number.POSITIVE_INFINITY],
]

export function formatRelative(time: Date, now: number): string {
  let amount = (time.getTime() - now) / 1000
  for (const [unit, size] of STEPS) {
    if (Math.abs(amount) < size) return relative.format(Math.trunc(amount), unit)
    amount /= size
  }
  return formatDateTime(time)
}

/** `1 m 12 s`, `850 ms`. */
export function formatDuration(milliseconds: number): string {
  if (milliseconds < 1000) return `${Math.max(0, Math.round(milliseconds))} ms`
  const seconds = Math.floor(milliseconds / 1000)
  if (seconds < 60) return `${seconds} s`
  const minutes = Math.floor(seconds / 60)
  if (minutes < 60) return `${minutes} m ${seconds % 60} s`
  return `${Math.floor(minutes / 60)} h ${minutes % 60} m`
}

export function formatBytes(bytes: number): string {
  if (bytes < 1024) return `${bytes} B`
  const kib = bytes / 1024
  return kib < 1024 ? `${kib.toFixed(1)} KiB` : `${(kib / 1024).toFixed(1)} MiB`
}
