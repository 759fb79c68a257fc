import { describe, expect, it } from 'vitest'
import { AppError } from '../errors.ts'
import { dnKey, isBelow, parentDn, parseDn } from './dn.ts'

function codeOf(run: () => unknown): string | undefined {
  try {
    run()
  } catch (error) {
    return error instanceof AppError ? error.code : 'other'
  }
  return undefined
}

describe('parseDn', () => {
  it('reads the examples of RFC 4514', () => {
    expect(parseDn('UID=jsmith,DC=example,DC=net')).toEqual([
      [{ type: 'UID', value: 'jsmith' }],
      [{ type: 'DC', value: 'example' }],
      [{ type: 'DC', value: 'net' }],
    ])
    expect(parseDn('OU=Sales+CN=J.  Smith,DC=net')[0]).toEqual([
      { type: 'OU', value: 'Sales' },
      { type: 'CN', value: 'J.  Smith' },
    ])
    expect(parseDn('CN=James \\"Jim\\" Smith\\, III,DC=net')[0]).toEqual([
      { type: 'CN', value: 'James "Jim" Smith, III' },
    ])
    expect(parseDn('CN=Before\\0dAfter,DC=net')[0]).toEqual([{ type: 'CN', value: 'Before\rAfter' }])
    expect(parseDn('1.3.6.1.4.1.1466.0=#04024869')).toEqual([
      [{ type: '1.3.6.1.4.1.1466.0', value: '#04024869' }],
    ])
    expect(parseDn('CN=Lu\\C4\\8Di\\C4\\87')[0]).toEqual([{ type: 'CN', value: 'Lučić' }])
  })

  it('keeps escaped spaces at both ends and drops the others', () => {
    expect(parseDn('CN=\\ a \\  , DC = x')).toEqual([
      [{ type: 'CN', value: ' a  ' }],
      [{ type: 'DC', value: 'x' }],
    ])
    expect(parseDn('CN=a\\\\ ,DC=x')[0]).toEqual([{ type: 'CN', value: 'a\\' }])
  })

  it('reads quoted values and semicolons of older writers', () => {
    expect(parseDn('CN="Doe, Jane";DC=x')).toEqual([
      [{ type: 'CN', value: 'Doe, Jane' }],
      [{ type: 'DC', value: 'x' }],
    ])
  })

  it('gives nothing for the root', () => {
    expect(parseDn('')).toEqual([])
  })

  it('refuses what is no DN, with a stable code', () => {
    for (const dn of [
      'foo',
      'CN=a,',
      'CN=a,,DC=x',
      '=x',
      'CN=#zz',
      'CN=a\\',
      'CN=a\\zb',
      'CN="a',
      'CN=\\C4',
    ]) {
      expect(
        codeOf(() => parseDn(dn)),
        dn,
      ).toBe('ldap.dn_malformed')
    }
  })
})

describe('dnKey', () => {
  it('is equal for spellings of one DN', () => {
    const key = dnKey('CN=Müller\\, Jörg,OU=A B,DC=corp,DC=example')
    expect(dnKey('cn=müller\\2C jörg , ou=a  b, dc=CORP,dc=example')).toBe(key)
    expect(dnKey('cn="MÜLLER, JÖRG",OU=A B,DC=corp,DC=example')).toBe(key)
    expect(dnKey('CN=Mu\u0308ller\\, Jörg,OU=A B,DC=corp,DC=example')).toBe(key)
    expect(dnKey('b=2+a=1,DC=x')).toBe(dnKey('A=1+B=2,DC=X'))
  })

  it('differs for an escaped separator and a real one', () => {
    expect(dnKey('CN=a\\,DC=x,DC=y')).not.toBe(dnKey('CN=a,DC=x,DC=y'))
    expect(dnKey('CN=a\\+B=c')).not.toBe(dnKey('CN=a+B=c'))
  })
})

describe('parentDn', () => {
  it('cuts the first RDN and keeps the spelling of the rest', () => {
    expect(parentDn('CN=a\\,b+UID=c, OU=Ünit,DC=x')).toBe('OU=Ünit,DC=x')
    expect(parentDn('DC=x')).toBeUndefined()
    expect(parentDn('')).toBeUndefined()
    expect(codeOf(() => parentDn('foo'))).toBe('ldap.dn_malformed')
  })
})

describe('isBelow', () => {
  it('is true at any depth, not for the same DN and not for a name that only ends alike', () => {
    expect(isBelow('CN=a,OU=b,DC=x', 'dc=X')).toBe(true)
    expect(isBelow('DC=x', 'DC=x')).toBe(false)
    expect(isBelow('CN=a,OU=ab,DC=x', 'OU=b,DC=x')).toBe(false)
    expect(isBelow('CN=a\\,DC=x', 'DC=x')).toBe(false)
    expect(isBelow('DC=x', '')).toBe(true)
  })
})
