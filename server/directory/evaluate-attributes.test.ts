import { describe, expect, it } from 'vitest'
import type { AttributeChanges } from '../attributes/value.ts'
import { evaluateAttributes, type Values, writtenView } from './evaluate-attributes.ts'
import type { Domains } from './model.ts'

const CONTOSO: Domains = {
  initial: 'contoso.example',
  verified: new Set(['contoso.example', 'verified.com']),
}
const NO_DOMAINS: Domains = { initial: 'initial.example', verified: undefined }

function evaluate(changes: AttributeChanges, before?: Values, domains = CONTOSO) {
  return evaluateAttributes('user', before, before, changes, domains)
}

function values(changes: AttributeChanges, before?: Values, domains = CONTOSO): Values {
  const result = evaluate(changes, before, domains)
  if (!result.ok) throw new Error(result.problem.message)
  return result
}

describe('effective sign-in name and nickname', () => {
  it('follow the published chain of changes', () => {
    const names = ({ attributes }: Values) => [attributes.mailNickname, attributes.userPrincipalName]
    const first = values({
      proxyAddresses: ['SMTP:user1@unverified.com'],
      mail: 'user2@unverified.com',
      userPrincipalName: 'user3@unverified.com',
    })
    expect(names(first)).toEqual(['user1', 'user1@contoso.example'])
    const nickname = values({ mailNickname: 'user4' }, first)
    expect(names(nickname)).toEqual(['user4', 'user1@contoso.example'])
    const renamed = values({ userPrincipalName: 'user5@unverified.com' }, nickname)
    expect(names(renamed)).toEqual(['user4', 'user4@contoso.example'])
    const addresses = values(
      { proxyAddresses: ['SMTP:user7@unverified.com'], mail: 'user8@unverified.com' },
      renamed,
    )
    expect(names(addresses)).toEqual(['user4', 'user4@contoso.example'])
    const verified = values({ userPrincipalName: 'user5@verified.com' }, addresses)
    expect(names(verified)).toEqual(['user4', 'user5@verified.com'])
  })

  it.each([
    [{ proxyAddresses: ['smtp:b@x', 'SMTP:a@x'], mail: 'c@x', userPrincipalName: 'd@verified.com' }, 'a'],
    [{ proxyAddresses: ['smtp:b@x'], mail: 'c@x', userPrincipalName: 'd@verified.com' }, 'c'],
    [{ proxyAddresses: ['smtp:b@x'], userPrincipalName: 'd@verified.com' }, 'd'],
  ])('the nickname comes from the first source there is: %j', (changes, expected) => {
    expect(values(changes).attributes.mailNickname).toBe(expected)
  })

  it('a nickname is kept when the source takes its own away', () => {
    const first = values({ mailNickname: 'kept', userPrincipalName: 'a@verified.com' })
    const second = values({ mailNickname: null }, first)
    expect(second.attributes.mailNickname).toBe('kept')
    expect(writtenView(second).mailNickname).toBeUndefined()
  })

  it('every suffix counts as verified until there are domains', () => {
    const { attributes } = values({ userPrincipalName: 'a@whatever.local' }, undefined, NO_DOMAINS)
    expect(attributes.userPrincipalName).toBe('a@whatever.local')
  })

  it('a name without @ falls back, with a warning, and reads back as it was sent', () => {
    const result = evaluate({ userPrincipalName: 'plain', mailNickname: 'nick' }, undefined, NO_DOMAINS)
    expect(result).toMatchObject({
      ok: true,
      warnings: [{ code: 'UserPrincipalNameFallback', value: 'plain' }],
    })
    if (!result.ok) return
    expect(result.attributes.userPrincipalName).toBe('nick@initial.example')
    expect(writtenView(result)).toEqual({ userPrincipalName: 'plain', mailNickname: 'nick' })
  })

  it.each([
    'jörg@verified.com',
    'a b@verified.com',
    'a@b@verified.com',
    '@verified.com',
    'a@',
    '.a@verified.com',
    'a/b',
  ])('%s is refused as invalid', (userPrincipalName) => {
    expect(evaluate({ userPrincipalName })).toMatchObject({
      ok: false,
      problem: { code: 'IdentityDataValidationFailed', attribute: 'userPrincipalName' },
    })
  })

  it('64 characters before the @ pass, 65 are too many', () => {
    expect(evaluate({ userPrincipalName: `${'a'.repeat(64)}@verified.com` }).ok).toBe(true)
    expect(evaluate({ userPrincipalName: `${'a'.repeat(65)}@verified.com` })).toMatchObject({
      problem: { code: 'ExceededAllowedLength' },
    })
  })

  it('a user of whom no name can be made is refused', () => {
    expect(evaluate({ displayName: 'Nobody' })).toMatchObject({
      problem: { code: 'IdentityDataValidationFailed', attribute: 'userPrincipalName' },
    })
  })
})

describe('limits and white space', () => {
  const group = (changes: AttributeChanges) =>
    evaluateAttributes('group', undefined, undefined, changes, NO_DOMAINS)

  it('names attribute, length and limit of a value that is too long', () => {
    expect(group({ displayName: 'x'.repeat(257) })).toMatchObject({
      problem: {
        code: 'ExceededAllowedLength',
        attribute: 'displayName',
        message: expect.stringMatching(/257.*256/),
      },
    })
    expect(group({ displayName: 'x'.repeat(256) }).ok).toBe(true)
  })

  it('counts bytes of binary values', () => {
    const photo = (size: number) => group({ thumbnailPhoto: { b: Buffer.alloc(size).toString('base64') } })
    expect(photo(102_400).ok).toBe(true)
    expect(photo(102_401)).toMatchObject({
      problem: { code: 'ExceededAllowedLength', attribute: 'thumbnailPhoto' },
    })
  })

  it('sixteen certificates are too many', () => {
    const certificates = (count: number) =>
      group({ userCertificate: Array.from({ length: count }, (_, i) => ({ b: btoa(`${i}`) })) })
    expect(certificates(15).ok).toBe(true)
    expect(certificates(16)).toMatchObject({ problem: { code: 'LargeObject', attribute: 'userCertificate' } })
  })

  it('trims names and addresses and nothing else, and reads back what was sent', () => {
    const result = group({
      displayName: '\u00a0Sales\t',
      proxyAddresses: [' SMTP:s@x.com'],
      description: ' kept ',
    })
    if (!result.ok) throw new Error(result.problem.message)
    expect(result.attributes).toEqual({
      displayName: 'Sales',
      proxyAddresses: ['SMTP:s@x.com'],
      description: ' kept ',
    })
    expect(writtenView(result).displayName).toBe('\u00a0Sales\t')
  })

  it('a name of only white space is no name', () => {
    expect(group({ displayName: '  ' })).toMatchObject({ ok: true, attributes: {} })
  })

  it('texts that cannot be stored are refused', () => {
    expect(group({ description: 'a\u0000b' })).toMatchObject({
      problem: { code: 'IdentityDataValidationFailed' },
    })
    expect(group({ description: 'a\ud800' })).toMatchObject({
      problem: { code: 'IdentityDataValidationFailed' },
    })
  })
})
