import { describe, expect, it } from 'vitest'
import { sidText } from '../../ldap/ad-values.ts'
import { guidFromName, sidToBytes } from './guid-sid.ts'

describe('sidToBytes', () => {
  it('writes the bytes of MS-DTYP 2.4.2.2', () => {
    expect(Buffer.from(sidToBytes('S-1-5-32-544') ?? []).toString('hex')).toBe(
      '01020000000000052000000020020000',
    )
    for (const sid of [
      'S-1-5-21-1004336348-1177238915-682003330-512',
      'S-1-5-11',
      'S-1-5-21-4294967295-1-2-3',
    ]) {
      expect(sidText(Buffer.from(sidToBytes(sid) ?? []))).toBe(sid)
    }
  })

  it('gives nothing for what is no SID', () => {
    for (const text of ['', 'S-1-5', 'S-1-5-x', 'S-1-5-4294967296', 'S-2-5-1', 'CN=a'])
      expect(sidToBytes(text), text).toBeUndefined()
  })
})

describe('guidFromName', () => {
  it('is a version 8 UUID that never changes', () => {
    expect(guidFromName('cn=a,dc=x')).toBe(guidFromName('cn=a,dc=x'))
    expect(guidFromName('cn=a,dc=x')).not.toBe(guidFromName('cn=b,dc=x'))
    expect(guidFromName('cn=a,dc=x')).toMatch(
      /^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
    )
  })
})
