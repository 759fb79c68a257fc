const NEEDS_QUOTES = /[",\r\n]/
/** What a spreadsheet would run as a formula. */
const FORMULA_START = /^[=+\-@\t\r]/

/** RFC 4180 text with a byte order mark, so that spreadsheets read accents; values that look like formulas are inert. */
export function csvOf(lines: readonly (readonly string[])[]): string {
  return `\uFEFF${lines.map((line) => line.map(csvField).join(',')).join('\r\n')}\r\n`
}

function csvField(value: string): string {
  const inert = FORMULA_START.test(value) ? `'${value}` : value
  return NEEDS_QUOTES.test(inert) ? `"${inert.replaceAll('"', '""')}"` : inert
}
