/** True for the characters of Unicode's White_Space property (tab, line breaks, no-break space, U+3000 …). */
function isWhiteSpace(unit: number): boolean {
  if (unit < 0x85) return unit === 0x20 || (unit >= 0x09 && unit <= 0x0d)
  if (unit === 0x85 || unit === 0xa0) return true
  if (unit < 0x1680) return false
  return (
    unit === 0x1680 ||
    (unit >= 0x2000 && unit <= 0x200a) ||
    unit === 0x2028 ||
    unit === 0x2029 ||
    unit === 0x202f ||
    unit === 0x205f ||
    unit === 0x3000
  )
}

function firstInk(text: string): number {
  let index = 0
  while (index < text.length && isWhiteSpace(text.charCodeAt(index))) index++
  return index
}

function afterLastInk(text: string): number {
  let end = text.length
  while (end > 0 && isWhiteSpace(text.charCodeAt(end - 1))) end--
  return end
}

/** The text without leading white space; the same text when there is none. */
export function trimStart(text: string): string {
  const start = firstInk(text)
  return start === 0 ? text : text.slice(start)
}

/** The text without trailing white space; the same text when there is none. */
export function trimEnd(text: string): string {
  const end = afterLastInk(text)
  return end === text.length ? text : text.slice(0, end)
}

/** True for zero-length text and text of white space only: no value at the end of a flow. */
export function isBlank(text: string): boolean {
  return firstInk(text) === text.length
}
