import { hash } from 'node:crypto'

/** What is kept of an entry: where it stands, so that a million of them fit into some 60 MB. */
export type IndexedEntry = {
  readonly anchor: string
  /** Line of its dn. */
  readonly line: number
  /** Number of the container it lies in. */
  readonly container: number
}

export type EntryIndex = {
  /** The first entry with a DN, and the first with an anchor, keep it. */
  add(dnKey: string, entry: IndexedEntry): void
  findByDn(dnKey: string): IndexedEntry | undefined
  findByAnchor(anchor: string): IndexedEntry | undefined
}

const ROW = 10
const DN = 0
const ANCHOR = 4
const LINE = 8
const CONTAINER = 9

/**
 * An index of entries by DN and by anchor in typed arrays: a Map of strings would need several hundred MB per
 * million entries. DNs are kept as 128 bits of their SHA-256.
 */
export function createEntryIndex(): EntryIndex {
  let rows = new Uint32Array(1024 * ROW)
  let count = 0
  let byDn = new Int32Array(2048).fill(-1)
  let byAnchor = new Int32Array(2048).fill(-1)

  const isKeyOf = (row: number, offset: number, key: Uint32Array): boolean => {
    const at = row * ROW + offset
    return (
      rows[at] === key[0] && rows[at + 1] === key[1] && rows[at + 2] === key[2] && rows[at + 3] === key[3]
    )
  }
  const place = (table: Int32Array, offset: number, key: Uint32Array): number => {
    const mask = table.length - 1
    let slot = slotOf(key) & mask
    for (;;) {
      const row = table[slot] ?? -1
      if (row < 0 || isKeyOf(row, offset, key)) return slot
      slot = (slot + 1) & mask
    }
  }
  const refill = (offset: number, size: number): Int32Array<ArrayBuffer> => {
    const table = new Int32Array(size).fill(-1)
    for (let row = 0; row < count; row++) {
      const slot = place(table, offset, rows.subarray(row * ROW + offset, row * ROW + offset + 4))
      if (table[slot] === -1) table[slot] = row
    }
    return table
  }
  const grow = (): void => {
    const larger = new Uint32Array(rows.length * 2)
    larger.set(rows)
    rows = larger
    byDn = refill(DN, byDn.length * 2)
    byAnchor = refill(ANCHOR, byAnchor.length * 2)
  }
  const read = (row: number): IndexedEntry | undefined => {
    if (row < 0) return undefined
    const at = row * ROW
    return {
      anchor: wordsToGuid(rows.subarray(at + ANCHOR, at + ANCHOR + 4)),
      line: rows[at + LINE] ?? 0,
      container: rows[at + CONTAINER] ?? 0,
    }
  }

  return {
    add(dnKey, { anchor, line, container }) {
      if ((count + 1) * ROW > rows.length) grow()
      const at = count * ROW
      rows.set(hashWords(dnKey), at + DN)
      rows.set(guidToWords(anchor), at + ANCHOR)
      rows[at + LINE] = line
      rows[at + CONTAINER] = container
      const dnSlot = place(byDn, DN, rows.subarray(at + DN, at + DN + 4))
      const anchorSlot = place(byAnchor, ANCHOR, rows.subarray(at + ANCHOR, at + ANCHOR + 4))
      if (byDn[dnSlot] === -1) byDn[dnSlot] = count
      if (byAnchor[anchorSlot] === -1) byAnchor[anchorSlot] = count
      count++
    },
    findByDn: (dnKey) => read(byDn[place(byDn, DN, hashWords(dnKey))] ?? -1),
    findByAnchor: (anchor) => read(byAnchor[place(byAnchor, ANCHOR, guidToWords(anchor))] ?? -1),
  }
}

// GUIDs need not be random: all their bits count, or entries of some exporters would pile up in few slots.
function slotOf(key: Uint32Array): number {
  let mixed = 0
  for (const word of key) mixed = Math.imul(mixed ^ word, 0x9e3779b1) ^ (mixed >>> 15)
  return (mixed ^ (mixed >>> 16)) >>> 0
}

function hashWords(text: string): Uint32Array {
  return hexToWords(hash('sha256', text, 'hex'))
}

function guidToWords(guid: string): Uint32Array {
  return hexToWords(guid.replaceAll('-', ''))
}

function hexToWords(hex: string): Uint32Array {
  const words = new Uint32Array(4)
  for (let index = 0; index < 4; index++)
    words[index] = Number.parseInt(hex.slice(index * 8, index * 8 + 8), 16)
  return words
}

function wordsToGuid(words: Uint32Array): string {
  const hex = Array.from(words, (word) => word.toString(16).padStart(8, '0')).join('')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`
}
