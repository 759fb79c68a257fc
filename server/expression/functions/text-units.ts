/** A count of units that reaches at most `available`. */
export function toLength(count: bigint, available: number): number {
  return count >= available ? available : Number(count)
}

/** The UTF-16 units from `start` up to `end`, without half a surrogate pair at either cut. */
export function sliceWhole(text: string, start: number, end: number): string {
  const from = splitsPair(text, start) ? start + 1 : start
  const to = end > from && splitsPair(text, end) ? end - 1 : end
  return text.slice(from, to)
}

function splitsPair(text: string, cut: number): boolean {
  if (cut <= 0 || cut >= text.length) return false
  const before = text.charCodeAt(cut - 1)
  const after = text.charCodeAt(cut)
  return before >= 0xd800 && before <= 0xdbff && after >= 0xdc00 && after <= 0xdfff
}

/** Lower case that keeps every position: letters whose lower case is longer stay as they are. */
export function foldUnits(text: string): string {
  const lower = text.toLowerCase()
  if (lower.length === text.length) return lower
  let folded = ''
  for (const character of text) {
    const one = character.toLowerCase()
    folded += one.length === character.length ? one : character
  }
  return folded
}
