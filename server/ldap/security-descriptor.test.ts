import { describe, expect, it } from 'vitest'
import { guidBytes } from './ad-values.ts'
import { REPLICATING_DIRECTORY_CHANGES as CHANGES, grantsRight } from './security-descriptor.ts'

const OTHER = '1131f6ad-9c07-11d1-f79f-00c04fc2dcd2'
const CONTROL_ACCESS = 0x100

function sid(last: number): Buffer {
  const bytes = Buffer.from('010200000000000520000000', 'hex')
  const tail = Buffer.alloc(4)
  tail.writeUInt32LE(last)
  return Buffer.concat([bytes, tail])
}

function ace(type: number, mask: number, who: number, right?: string, flags = 0): Buffer {
  const object = type === 5 || type === 6
  const head = Buffer.alloc(object ? 12 : 8)
  head.writeUInt8(type, 0)
  head.writeUInt8(flags, 1)
  head.writeUInt32LE(mask, 4)
  if (object) head.writeUInt32LE(right === undefined ? 0 : 1, 8)
  const bytes = Buffer.concat([head, right === undefined ? Buffer.alloc(0) : guidBytes(right), sid(who)])
  bytes.writeUInt16LE(bytes.length, 2)
  return bytes
}

function descriptor(...entries: readonly Buffer[]): Buffer {
  const header = Buffer.alloc(20)
  header.writeUInt8(1, 0)
  header.writeUInt32LE(20, 16)
  const acl = Buffer.alloc(8)
  acl.writeUInt8(4, 0)
  acl.writeUInt16LE(8 + entries.reduce((sum, entry) => sum + entry.length, 0), 2)
  acl.writeUInt16LE(entries.length, 4)
  return Buffer.concat([header, acl, ...entries])
}

const me = new Set(['S-1-5-32-1000', 'S-1-5-32-2000'])
const check = (...entries: readonly Buffer[]) => grantsRight(descriptor(...entries), me, CHANGES)

describe('grantsRight', () => {
  it('finds the right granted to the account or one of its groups', () => {
    expect(check(ace(5, CONTROL_ACCESS, 2000, CHANGES))).toBe(true)
    expect(check(ace(5, CONTROL_ACCESS, 3000, CHANGES))).toBe(false)
    expect(check(ace(5, CONTROL_ACCESS, 1000, OTHER))).toBe(false)
    expect(check(ace(5, 0x10, 1000, CHANGES))).toBe(false)
  })

  it('counts all extended rights and full control', () => {
    expect(check(ace(5, CONTROL_ACCESS, 1000))).toBe(true)
    expect(check(ace(0, CONTROL_ACCESS, 1000))).toBe(true)
    expect(check(ace(0, 0x10000000, 1000))).toBe(true)
  })

  it('lets the first entry decide, and skips entries meant for children', () => {
    expect(check(ace(6, CONTROL_ACCESS, 1000, CHANGES), ace(5, CONTROL_ACCESS, 1000, CHANGES))).toBe(false)
    expect(check(ace(5, CONTROL_ACCESS, 1000, CHANGES), ace(1, CONTROL_ACCESS, 1000))).toBe(true)
    expect(check(ace(5, CONTROL_ACCESS, 1000, CHANGES, 0x0a))).toBe(false)
  })

  it('gives nothing for an empty, cut or missing list', () => {
    const whole = descriptor(ace(5, CONTROL_ACCESS, 1000, CHANGES))
    expect(check()).toBe(false)
    for (let length = 0; length < whole.length; length++) {
      expect(grantsRight(whole.subarray(0, length), me, CHANGES)).toBe(false)
    }
  })
})
