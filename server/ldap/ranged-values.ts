/** An attribute description `name;range=low-high`; `next` is where the next piece starts, undefined for the last. */
export type AttributeRange = { readonly name: string; readonly next: number | undefined }

const RANGE = /^([^;]+);range=(\d+)-(\d+|\*)$/i

/**
 * The range that a server put on an attribute because it has more values than fit one answer [MS-ADTS
 * 3.1.1.3.1.3.3]; undefined for an attribute that is complete.
 */
export function parseRange(type: string): AttributeRange | undefined {
  const match = RANGE.exec(type)
  if (match === null) return undefined
  const [, name = '', , high = ''] = match
  return { name, next: high === '*' ? undefined : Number(high) + 1 }
}

/** The attribute to ask for: all values from `from` on, at most `size` when given. */
export function rangeOf(name: string, from: number, size?: number): string {
  return `${name};range=${from}-${size === undefined ? '*' : from + size - 1}`
}
