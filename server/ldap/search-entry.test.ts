import { BerWriter } from 'ldapts'
import { describe, expect, it } from 'vitest'
import { buffersOf, readEntryDn, readMessageHead, readSearchEntry, textsOf } from './search-entry.ts'

const SET = 0x31
const ENTRY = 0x64

function entryMessage(
  dn: string,
  attributes: Readonly<Record<string, readonly (string | Buffer)[]>>,
): Buffer {
  const writer = new BerWriter()
  writer.startSequence()
  writer.writeInt(1_073_741_824)
  writer.startSequence(ENTRY)
  writer.writeString(dn)
  writer.startSequence()
  for (const [type, values] of Object.entries(attributes)) {
    writer.startSequence()
    writer.writeString(type)
    writer.startSequence(SET)
    for (const value of values) writer.writeBuffer(Buffer.from(value), 0x04)
    writer.endSequence()
    writer.endSequence()
  }
  writer.endSequence()
  writer.endSequence()
  writer.endSequence()
  return writer.buffer
}

function read(message: Buffer, maxValues = 1000) {
  return readSearchEntry(message, readMessageHead(message), maxValues)
}

describe('readSearchEntry', () => {
  const bytes = Buffer.from([0, 255, 1])
  const message = entryMessage('CN=Ελένη 🎉,DC=x', {
    cn: ['Ελένη 🎉'],
    mail: ['a', 'b'],
    empty: [],
    photo: [bytes],
  })

  it('reads id, DN, text, several values, no value and bytes', () => {
    expect(readMessageHead(message)).toMatchObject({ id: 1_073_741_824, tag: ENTRY })
    const entry = read(message)
    expect(entry.dn).toBe('CN=Ελένη 🎉,DC=x')
    expect(textsOf(entry, 'CN')).toEqual(['Ελένη 🎉'])
    expect(textsOf(entry, 'mail')).toEqual(['a', 'b'])
    expect(textsOf(entry, 'empty')).toEqual([])
    expect(textsOf(entry, 'absent')).toEqual([])
    expect(buffersOf(entry, 'photo')).toEqual([bytes])
  })

  it('reads values of any length', () => {
    const long = Array.from({ length: 500 }, (_, index) => 'x'.repeat(index * 7))
    expect(textsOf(read(entryMessage('CN=a', { long })), 'long')).toEqual(long)
  })

  it('refuses more values than allowed', () => {
    const values = Array.from({ length: 11 }, String)
    expect(() => read(entryMessage('CN=a', { values }), 10)).toThrow('more than 10 values')
  })

  it('tells the DN of an entry of which only the start is there', () => {
    expect(readEntryDn(message.subarray(0, 60))).toEqual({ id: 1_073_741_824, dn: 'CN=Ελένη 🎉,DC=x' })
    expect(readEntryDn(message.subarray(0, 20)).dn).toBe('')
  })

  it('reads or refuses any damaged message, and never reads past its end', () => {
    let state = 42
    const random = (below: number) => {
      state = (state * 1_103_515_245 + 12_345) % 2_147_483_648
      return state % below
    }
    for (let round = 0; round < 5000; round++) {
      const damaged = Buffer.from(
        message.subarray(0, random(2) === 0 ? message.length : random(message.length)),
      )
      for (let hits = random(4); hits >= 0 && damaged.length > 0; hits--)
        damaged[random(damaged.length)] = random(256)
      try {
        for (const { values } of read(damaged).attributes) {
          for (const value of values) expect(value.length).toBeLessThanOrEqual(damaged.length)
        }
      } catch (error) {
        expect(error).toBeInstanceOf(RangeError)
      }
    }
  })
})
