import { describe, expect, it } from 'vitest'
import { parseExtendedDn } from './extended-dn.ts'
import { parseRange, rangeOf } from './ranged-values.ts'

const GUID = '6b29fc40-ca47-1067-b31d-00dd010662da'

describe('parseExtendedDn', () => {
  it('takes GUID and SID off the DN', () => {
    expect(parseExtendedDn(`<GUID=${GUID.toUpperCase()}>;<SID=S-1-5-21-1-2-3-500>;CN=A,DC=x`)).toEqual({
      dn: 'CN=A,DC=x',
      guid: GUID,
      sid: 'S-1-5-21-1-2-3-500',
    })
    expect(parseExtendedDn(`<GUID=${GUID}>;OU=B,DC=x`)).toEqual({ dn: 'OU=B,DC=x', guid: GUID })
  })

  it('leaves a DN alone that only looks like it', () => {
    expect(parseExtendedDn('CN=\\<GUID\\=1\\>\\;x,DC=y')).toEqual({ dn: 'CN=\\<GUID\\=1\\>\\;x,DC=y' })
    expect(parseExtendedDn('<GUID=unfinished')).toEqual({ dn: '<GUID=unfinished' })
    expect(parseExtendedDn('')).toEqual({ dn: '' })
  })
})

describe('parseRange', () => {
  it('knows where the next piece starts, and which piece is the last', () => {
    expect(parseRange('member;range=0-1499')).toEqual({ name: 'member', next: 1500 })
    expect(parseRange('member;Range=1500-*')).toEqual({ name: 'member', next: undefined })
    expect(parseRange('member')).toBeUndefined()
    expect(parseRange('userCertificate;binary')).toBeUndefined()
  })

  it('asks for a piece of a size, or for the rest', () => {
    expect(rangeOf('member', 500, 500)).toBe('member;range=500-999')
    expect(rangeOf('member', 1500)).toBe('member;range=1500-*')
  })
})
