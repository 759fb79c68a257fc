import { createHmac } from 'node:crypto'
import { entryText, type StoredEntry } from './entry-text.ts'

/** What stands before the first entry. */
export const CHAIN_START = Buffer.alloc(32)

/** The seal of `entry` at `position`, which also covers everything sealed before it. */
export function nextMac(key: Buffer, previous: Buffer, position: bigint, entry: StoredEntry): Buffer {
  return createHmac('sha256', key).update(previous).update(`${position}\n`).update(entryText(entry)).digest()
}
