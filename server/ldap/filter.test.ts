import { BerReader, BerWriter, EqualityFilter, FilterParser } from 'ldapts'
import { describe, expect, it } from 'vitest'
import { filter } from './filter.ts'

const HOSTILE = ['*', ')(uid=*', '\\2a', 'a\u0000b', '(|(a=b))', '\\', '', 'Ελένη 🎉', ' leading', '&']

describe('filter', () => {
  it.each(HOSTILE)('carries %j as a value and nothing else', (value) => {
    const writer = new BerWriter()
    filter.and(filter.equals('sAMAccountName', value), filter.equals('cn', 'x')).write(writer)
    const parsed = FilterParser.parse(new BerReader(writer.buffer))
    expect(parsed).toMatchObject({
      filters: [
        { attribute: 'samaccountname', value },
        { attribute: 'cn', value: 'x' },
      ],
    })
  })

  it('carries bytes unchanged', () => {
    const bytes = Buffer.from([0x28, 0x2a, 0xff, 0x00, 0x80])
    const writer = new BerWriter()
    filter.equals('objectGUID', bytes).write(writer)
    expect(writer.buffer.subarray(-bytes.length)).toEqual(bytes)
    expect(filter.equals('objectGUID', bytes)).toBeInstanceOf(EqualityFilter)
  })

  it('refuses what is not an attribute name', () => {
    for (const name of ['', 'a)(b', 'cn=', '1a', 'a b', 'member;range=0-1']) {
      expect(() => filter.present(name)).toThrow(RangeError)
    }
  })
})
