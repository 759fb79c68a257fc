import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { compileExpression } from './compile.ts'
import expressions from './default-rule-expressions.json' with { type: 'json' }
import { errorOf, evaluate, resultOf } from './evaluate-for-test.ts'

/** The one default expression that contains every part. */
function expression(...parts: readonly string[]): string {
  const found = expressions.filter((text) => parts.every((part) => text.includes(part)))
  const [text] = found
  if (text === undefined || found.length > 1)
    throw new Error(`${found.length} expressions contain ${parts.join(', ')}`)
  return text
}

const userFilter = expression('SUPPORT_388945a0')
const groupFilter = expression('MSOL_AD_Sync_RichCoexistence')
const contactFilter = expression('(MSOL)')
const mailEnabled = expression('Contains([proxyAddresses], "SMTP:")')
const person = { sAMAccountName: 'anna', mailNickname: 'anna', dn: 'CN=Anna,OU=People,DC=corp,DC=test' }
const guid = { b: 'AAECAwQFBgcICQoLDA0ODw==' }

describe('default rules', () => {
  it.each(expressions)('%s compiles', (text) => {
    expect(compileExpression(text, 'connect')).toMatchObject({ ok: true })
  })

  it.each(expressions)('%s is no error on a person with little more than a name', (text) => {
    const given = { ...person, userPrincipalName: 'anna@corp.test', objectGUID: guid, objectSid: undefined }
    expect(evaluate(text, given).outcome).not.toBe('error')
  })
})

describe('cloudFiltered of users', () => {
  it('is no value for an ordinary person, so that other rules can contribute', () => {
    expect(resultOf(userFilter, person)).toBe(null)
  })

  it.each([
    ['a critical system object', { isCriticalSystemObject: true }],
    ['a critical system object that says False', { isCriticalSystemObject: false }],
    ['an object without account name', { sAMAccountName: undefined }],
    ['the support account', { sAMAccountName: 'SUPPORT_388945a0' }],
    ['a system mailbox', { mailNickname: 'SystemMailbox{1f05a927}' }],
    ['an AAD_ account', { sAMAccountName: 'AAD_1234' }],
    ['an MSOL_ account', { sAMAccountName: 'MSOL_1234' }],
    ['a CAS_ mailbox by nickname', { mailNickname: 'CAS_{8a2c}' }],
    ['a CAS_ mailbox by account name', { sAMAccountName: 'CAS_{8a2c}' }],
    ['a discovery mailbox', { msExchRecipientTypeDetails: 536870912 }],
    ['a public folder mailbox', { msExchRecipientTypeDetails: 16777216 }],
    [
      'a replication conflict',
      { dn: 'CN=Anna\\0ACNF:0d4e3f9a-6f0a-4c55-8d0e-3d3c1f7c6f11,OU=People,DC=corp,DC=test' },
    ],
  ])('is True for %s', (_, attributes) => {
    expect(resultOf(userFilter, { ...person, ...attributes })).toBe(true)
  })

  it.each([
    ['a user mailbox', { msExchRecipientTypeDetails: 1 }],
    ['a remote mailbox, whose type needs more than 31 bits', { msExchRecipientTypeDetails: 2147483648 }],
    ['a remote shared mailbox', { msExchRecipientTypeDetails: 34359738368 }],
    ['a name that begins as a CAS_ mailbox without a bracket', { sAMAccountName: 'CAS_anna' }],
    ['another case of a reserved prefix', { sAMAccountName: 'aad_1234' }],
    ['a conflict further up in the tree', { dn: 'CN=Anna,OU=People\\0ACNF:0d4e3f9a,DC=corp,DC=test' }],
    ['a person without mail nickname', { mailNickname: undefined }],
  ])('is no value for %s', (_, attributes) => {
    expect(resultOf(userFilter, { ...person, ...attributes })).toBe(null)
  })
})

describe('cloudFiltered of groups and contacts', () => {
  it('is True for role groups, the co-existence group and conflicts only', () => {
    const group = { sAMAccountName: 'Sales', dn: 'CN=Sales,DC=corp,DC=test' }
    expect(resultOf(groupFilter, group)).toBe(null)
    expect(resultOf(groupFilter, { ...group, msExchRecipientTypeDetails: 1073741824 })).toBe(true)
    expect(resultOf(groupFilter, { ...group, sAMAccountName: 'MSOL_AD_Sync_RichCoexistence' })).toBe(true)
    expect(resultOf(groupFilter, { ...group, dn: 'CN=Sales\\0ACNF:0d4e,DC=corp,DC=test' })).toBe(true)
  })

  it('is True for hidden (MSOL) contacts, not for visible ones', () => {
    const contact = { displayName: 'Anna (MSOL)', dn: 'CN=Anna,DC=corp,DC=test' }
    expect(resultOf(contactFilter, contact)).toBe(null)
    expect(resultOf(contactFilter, { ...contact, msExchHideFromAddressLists: false })).toBe(null)
    expect(resultOf(contactFilter, { ...contact, msExchHideFromAddressLists: true })).toBe(true)
    expect(
      resultOf(contactFilter, { ...contact, displayName: 'Anna', msExchHideFromAddressLists: true }),
    ).toBe(null)
  })
})

describe('mailEnabled', () => {
  it.each([
    ['a primary address', { proxyAddresses: ['smtp:b@x.test', 'SMTP:a@x.test'] }, true],
    ['mail only', { mail: 'a@x.test' }, true],
    ['nothing', {}, false],
    ['an X500 address only, without an error for index 0', { proxyAddresses: ['X500:/o=x'] }, false],
    ['secondary addresses only', { proxyAddresses: ['smtp:a@x.test'] }, false],
    ['secondary addresses and mail', { proxyAddresses: ['smtp:a@x.test'], mail: 'a@x.test' }, true],
    ['a primary address without @', { proxyAddresses: ['SMTP:a'] }, false],
    ['mail without @', { mail: 'a' }, false],
  ])('with %s', (_, attributes, expected) => {
    expect(resultOf(mailEnabled, attributes)).toBe(expected)
  })
})

describe('sign-in and anchor flows', () => {
  const anchor = expression('ConvertToBase64([mS-DS-ConsistencyGuid])')
  const anchorBinary = 'IIF(IsPresent([mS-DS-ConsistencyGuid]),[mS-DS-ConsistencyGuid],[objectGUID])'
  const consistency = { b: '//79/Pv6+fj39vX08/Lx8A==' }

  it('sourceAnchor is the base64 of the consistency GUID, else of the object GUID', () => {
    expect(resultOf(anchor, { objectGUID: guid })).toBe(guid.b)
    expect(resultOf(anchor, { objectGUID: guid, 'mS-DS-ConsistencyGuid': consistency })).toBe(consistency.b)
    expect(resultOf(anchorBinary, { objectGUID: guid, 'mS-DS-ConsistencyGuid': consistency })).toEqual(
      consistency,
    )
  })

  it('sourceAnchor takes a text anchor as it is', () => {
    expect(resultOf(anchor, { objectGUID: guid, 'mS-DS-ConsistencyGuid': 'E-1042' })).toBe('E-1042')
  })

  it('sourceAnchor and sourceObjectType are no value for a linked mailbox', () => {
    const linked = { objectGUID: guid, msExchRecipientTypeDetails: 2 }
    expect(resultOf(anchor, linked)).toBe(null)
    expect(resultOf(expression('"User"'), linked)).toBe(null)
    expect(resultOf(expression('"User"'), {})).toBe('User')
  })

  it('userPrincipalName falls back to the account name at the domain, and fails without both', () => {
    const upn = expression('AccountName is not present')
    const parameters = { 'Domain.FQDN': 'corp.test' }
    expect(resultOf(upn, { userPrincipalName: 'a@x.test', sAMAccountName: 'a' }, { parameters })).toBe(
      'a@x.test',
    )
    expect(resultOf(upn, { sAMAccountName: 'a' }, { parameters })).toBe('a@corp.test')
    expect(evaluate(upn)).toMatchObject({
      outcome: 'error',
      error: { code: 'expression.raised', message: 'AccountName is not present' },
    })
    expect(errorOf(upn)?.[1]).toBe('Error("AccountName is not present")')
  })

  it('accountEnabled follows bit 2', () => {
    const enabled = expression('[userAccountControl]')
    expect(resultOf(enabled, { userAccountControl: 512 })).toBe(true)
    expect(resultOf(enabled, { userAccountControl: 514 })).toBe(false)
  })

  it('pwdLastSet becomes generalized time', () => {
    const pwdLastSet = expression('[pwdLastSet]')
    expect(resultOf(pwdLastSet, { pwdLastSet: { n: '133500000000000000' } })).toBe('20240117212000.0Z')
    expect(resultOf(pwdLastSet, { pwdLastSet: 0 })).toBe('16010101000000.0Z')
    expect(resultOf(pwdLastSet)).toBe(null)
  })

  it('objectSid becomes text', () => {
    const sid = { b: 'AQUAAAAAAAUVAAAAqbvMzeZFbqqdnJNlUAQAAA==' }
    expect(resultOf('StringFromSid([objectSid])', { objectSid: sid })).toMatch(/^S-1-5-21-\d+-\d+-\d+-1104$/)
  })

  it('an anchor that differs from the accepted one blocks the object', () => {
    const changed = expression('SourceAnchor attribute has changed.')
    expect(resultOf(changed, { sourceAnchor: 'a' })).toBe('a')
    expect(resultOf(changed, { sourceAnchor: 'a', cloudSourceAnchor: 'a' })).toBe('a')
    expect(resultOf(changed, { sourceAnchor: 'A', cloudSourceAnchor: 'a' })).toBe('expression.raised')
  })
})

describe('further flows', () => {
  it('the first description is trimmed and cut at 448 characters', () => {
    const description = expression('[description]')
    expect(resultOf(description, { description: [` ${'x'.repeat(500)}`, 'second'] })).toBe('x'.repeat(448))
    expect(resultOf(description)).toBe(null)
  })

  it('proxyAddresses come from the confirmed values, trimmed, each once', () => {
    const proxies = expression('ImportedValue("proxyAddresses")')
    const imported = { proxyAddresses: ['SMTP:a@x.test ', 'smtp:b@x.test', 'SMTP:a@x.test', 'SMTP:A@x.test'] }
    const expected = ['SMTP:a@x.test', 'smtp:b@x.test', 'SMTP:A@x.test']
    expect(evaluate(proxies, {}, { imported })).toEqual({ outcome: 'value', value: expected, type: 'mvstr' })
    expect(resultOf(proxies)).toBe(null)
  })

  it('memberCount is 0 without members', () => {
    expect(resultOf('ValueCount("member")', {}, { counts: { member: 3000 } })).toBe(3000)
    expect(resultOf('ValueCount("member")')).toBe(0)
  })

  it('securityEnabled is the sign bit of groupType', () => {
    const security = expression('[groupType]')
    expect(resultOf(security, { groupType: -2147483646 })).toBe(true)
    expect(resultOf(security, { groupType: 2 })).toBe(false)
    expect(resultOf(security)).toBe(false)
  })

  it('more than 15 certificates clear the attribute with authority', () => {
    const certificates = expression('Count([userCertificate])')
    const many = Array.from({ length: 16 }, (_, index) => ({ b: `AAA${index % 10}` }))
    expect(resultOf(certificates, { userCertificate: many })).toBe('authoritativeNull')
    expect(resultOf(certificates, { userCertificate: many.slice(0, 15) })).toEqual(many.slice(0, 15))
    expect(resultOf(certificates)).toBe(null)
  })

  it('hybrid writeback is left alone unless the cloud is the mailbox authority', () => {
    const safe = expression('cloudMSExchSafeSendersHash')
    expect(resultOf(safe, { cloudMSExchSafeSendersHash: { b: 'AQID' } })).toBe('ignoreThisFlow')
    const mastered = { cloudMSExchSafeSendersHash: { b: 'AQID' }, cloudSOAExchMailbox: true }
    expect(resultOf(safe, mastered)).toEqual({ b: 'AQID' })
  })

  it('a key credential gets a KeyHash entry over everything after its KeyID entry', () => {
    const keyId = Uint8Array.from([0x02, 0x00, 0x01, 0xaa, 0xbb])
    const rest = Uint8Array.from([0x01, 0x00, 0x03, 0x55, 0x01, 0x00, 0x04, 0x01])
    const version = Uint8Array.from([0x00, 0x02, 0x00, 0x00])
    const hash = createHash('sha256').update(rest).digest()
    const expected = Buffer.concat([version, keyId, Uint8Array.from([32, 0, 2]), hash, rest])
    const key = { b: Buffer.concat([version, keyId, rest]).toString('base64') }
    const result = resultOf(expression('[searchableDeviceKey]'), { searchableDeviceKey: key })
    expect(result).toEqual({ b: expected.toString('base64') })
  })
})
