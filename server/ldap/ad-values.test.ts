import { describe, expect, it } from 'vitest'
import { booleanValue, guidBytes, guidText, integerValue, isGuidText, sidText } from './ad-values.ts'

const malformed = expect.objectContaining({ code: 'ldap.value_malformed' })

describe('objectGUID', () => {
  const bytes = Buffer.from('40fc296b47ca6710b31d00dd010662da', 'hex')
  const text = '6b29fc40-ca47-1067-b31d-00dd010662da'

  it('has its first three groups little-endian, both ways', () => {
    expect(guidText(bytes)).toBe(text)
    expect(guidBytes(text)).toEqual(bytes)
    expect(guidBytes(text.toUpperCase())).toEqual(bytes)
  })

  it('refuses other lengths and forms', () => {
    expect(() => guidText(bytes.subarray(1))).toThrow(malformed)
    expect(() => guidBytes('6b29fc40ca471067b31d00dd010662da')).toThrow(malformed)
    expect(isGuidText(text)).toBe(true)
    expect(isGuidText(`{${text}}`)).toBe(false)
  })
})

describe('sidText', () => {
  it('reads well-known and domain identifiers', () => {
    expect(sidText(Buffer.from('01020000000000052000000020020000', 'hex'))).toBe('S-1-5-32-544')
    const domain = Buffer.from('010500000000000515000000ae5dc062db419a2cbe67bdf48a0e0000', 'hex')
    expect(sidText(domain)).toBe('S-1-5-21-1656774062-748306907-4106053566-3722')
  })

  it('refuses a length that does not fit its count', () => {
    expect(() => sidText(Buffer.from('010200000000000520000000', 'hex'))).toThrow(malformed)
    expect(() => sidText(Buffer.alloc(0))).toThrow(malformed)
  })
})

describe('integerValue', () => {
  it('keeps 64 bits exactly', () => {
    expect(integerValue('userAccountControl', '512')).toBe(512)
    expect(integerValue('groupType', '-2147483646')).toBe(-2147483646)
    expect(integerValue('x', '-0')).toBe(0)
    expect(integerValue('x', '9007199254740991')).toBe(9007199254740991)
    expect(integerValue('pwdLastSet', '133976262020000000')).toEqual({ n: '133976262020000000' })
    expect(integerValue('accountExpires', '9223372036854775807')).toEqual({ n: '9223372036854775807' })
    expect(integerValue('maxPwdAge', '-9223372036854775808')).toEqual({ n: '-9223372036854775808' })
  })

  it.each(['', ' ', ' 1', '1.5', '1e3', '0x10', 'abc', '9223372036854775808', '1'.repeat(30), '--1'])(
    'refuses %j',
    (text) => {
      expect(() => integerValue('x', text)).toThrow(malformed)
    },
  )
})

describe('booleanValue', () => {
  it('knows TRUE and FALSE only', () => {
    expect(booleanValue('x', 'TRUE')).toBe(true)
    expect(booleanValue('x', 'FALSE')).toBe(false)
    expect(() => booleanValue('x', 'true')).toThrow(malformed)
  })
})
