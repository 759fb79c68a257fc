import { describe, expect, it } from 'vitest'
import { guidBytes } from '../../ldap/ad-values.ts'
import type { ConnectorSchema } from '../connector.ts'
import { decodeEntry, planDecoding } from './decode-entry.ts'

const GUID = '6b29fc40-ca47-1067-b31d-00dd010662da'
const text = (syntax: 'string' | 'number' | 'boolean' | 'binary' | 'reference', multi = false) => ({
  syntax,
  multi,
})
const schema: ConnectorSchema = {
  objectTypes: [],
  attributes: {
    objectGUID: text('binary'),
    objectClass: text('string', true),
    cn: text('string'),
    'mS-DS-ConsistencyGuid': text('binary'),
    lastLogon: text('number'),
    hidden: text('boolean'),
    member: text('reference', true),
    keys: text('string', true),
  },
}
const plan = planDecoding(schema, [
  'CN',
  'ms-ds-consistencyguid',
  'lastLogon',
  'hidden',
  'member',
  'keys',
  'mailNickname',
])

function decode(attributes: Readonly<Record<string, readonly (string | Buffer)[]>>) {
  const all = { objectClass: ['top', 'person', 'user'], objectGUID: [guidBytes(GUID)], ...attributes }
  const entry = {
    dn: `<GUID=${GUID}>;CN=p,DC=x`,
    attributes: Object.entries(all).map(([type, values]) => ({
      type,
      values: values.map((one) => Buffer.from(one)),
    })),
  }
  return decodeEntry(entry, plan, 'DC=x')
}

describe('planDecoding', () => {
  it('asks in the spelling of the schema, and not for what the schema lacks', () => {
    expect([...plan.keys()]).toContain('mS-DS-ConsistencyGuid')
    expect([...plan.keys()]).not.toContain('mailNickname')
    expect([...plan.keys()]).toContain('objectGUID')
  })
})

describe('decodeEntry', () => {
  it('types values by the schema, not by what they look like', () => {
    const decoded = decode({
      cn: ['42'],
      'mS-DS-ConsistencyGuid': ['readable text!!!'],
      lastLogon: ['133976262020000000'],
      hidden: ['TRUE'],
      keys: ['one'],
      member: [`<GUID=${GUID}>;<SID=S-1-5-21-1>;CN=m,DC=x`, 'CN=plain,DC=x'],
    })
    expect(decoded).toEqual({
      ok: true,
      open: [],
      object: {
        anchor: GUID,
        objectType: 'user',
        dn: 'CN=p,DC=x',
        partition: 'DC=x',
        attributes: {
          objectClass: ['top', 'person', 'user'],
          objectGUID: { b: guidBytes(GUID).toString('base64') },
          cn: '42',
          'mS-DS-ConsistencyGuid': { b: Buffer.from('readable text!!!').toString('base64') },
          lastLogon: { n: '133976262020000000' },
          hidden: true,
          keys: ['one'],
        },
        references: [
          { attribute: 'member', dn: 'CN=m,DC=x', anchor: GUID },
          { attribute: 'member', dn: 'CN=plain,DC=x' },
        ],
      },
    })
  })

  it('says which attributes are not complete', () => {
    const windows = decode({ member: [], 'member;range=0-1': ['CN=a,DC=x', 'CN=b,DC=x'] })
    expect(windows).toMatchObject({ ok: true, open: ['member'] })
    const last = decode({ 'member;range=2-*': ['CN=c,DC=x'] })
    expect(last).toMatchObject({ ok: true, open: [], object: { references: [{ dn: 'CN=c,DC=x' }] } })
  })

  it('takes the most derived class that is read', () => {
    const type = (...classes: string[]) => decode({ objectClass: classes })
    expect(type('top', 'person', 'organizationalPerson', 'user', 'inetOrgPerson')).toMatchObject({
      object: { objectType: 'inetOrgPerson' },
    })
    expect(type('top', 'group', 'customAuxiliary')).toMatchObject({ object: { objectType: 'group' } })
    expect(type('top', 'device')).toMatchObject({ ok: false, problem: { attribute: 'objectClass' } })
  })

  it('drops the ids from values that carry a DN behind binary', () => {
    expect(decode({ keys: [`B:8:DEADBEEF:<GUID=${GUID}>;<SID=S-1-5-21-1>;CN=p,DC=x`] })).toMatchObject({
      object: { attributes: { keys: ['B:8:DEADBEEF:CN=p,DC=x'] } },
    })
  })

  it.each([
    ['cn', Buffer.from([0x41, 0xff])],
    ['cn', 'a\u0000b'],
    ['lastLogon', 'soon'],
    ['hidden', 'yes'],
    ['member', Buffer.from([0xc3, 0x28])],
    ['objectGUID', 'short'],
  ])('makes an undecodable %s a problem that names object and attribute', (attribute, value) => {
    expect(decode({ [attribute]: [value] })).toMatchObject({
      ok: false,
      problem: { dn: 'CN=p,DC=x', anchor: GUID, attribute, code: 'ldap.value_malformed' },
    })
  })

  it('keeps a replacement character that really is in the text', () => {
    expect(decode({ cn: ['a\uFFFDb'] })).toMatchObject({ object: { attributes: { cn: 'a\uFFFDb' } } })
  })
})
