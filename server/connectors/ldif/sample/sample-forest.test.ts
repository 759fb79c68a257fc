import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { valuesOf } from '../../../attributes/value.ts'
import type { ImportedObject } from '../../connector.ts'
import { createLdifConnector } from '../connector.ts'
import { generateForest } from './generate.ts'
import { openSampleForest } from './open-sample-forest.ts'
import { MISSING_DN } from './planted-problems.ts'

const signal = new AbortController().signal

async function readForest(): Promise<readonly ImportedObject[]> {
  const objects: ImportedObject[] = []
  for await (const page of createLdifConnector({ open: openSampleForest }).readAll([], signal)) {
    expect(page.problems).toEqual([])
    objects.push(...page.objects)
  }
  return objects
}

const forest = await readForest()
const byType = (...types: string[]) => forest.filter(({ objectType }) => types.includes(objectType))
const users = byType('user', 'inetOrgPerson')
const groups = byType('group')
const contacts = byType('contact')
const text = (object: ImportedObject | undefined, attribute: string) =>
  String(object?.attributes[attribute] ?? '')
const named = (name: string) => forest.find(({ attributes }) => attributes.cn === name)

/** Length of the longest chain of groups that a group's members begin; a cycle ends it. */
function depth(group: ImportedObject, seen: readonly string[] = []): number {
  if (seen.includes(group.anchor)) return 0
  const members = group.references.flatMap(({ anchor }) => groups.filter((other) => other.anchor === anchor))
  return 1 + Math.max(0, ...members.map((member) => depth(member, [...seen, group.anchor])))
}

describe('the sample forest', () => {
  it('is what its generator writes, below 1.5 MB', () => {
    const written = readFileSync(new URL('./forest.ldif', import.meta.url), 'utf8')
    expect(written === generateForest()).toBe(true)
    expect(Buffer.byteLength(written)).toBeLessThan(1_500_000)
  })

  it('has 300 to 500 people in at least 6 countries, in many scripts', () => {
    expect(users.length).toBeGreaterThanOrEqual(300)
    expect(users.length).toBeLessThanOrEqual(500)
    expect(new Set(users.map((user) => text(user, 'c')).filter((c) => c !== '')).size).toBeGreaterThanOrEqual(
      6,
    )
    for (const script of ['Latin', 'Greek', 'Cyrillic', 'Han', 'Arabic', 'Hebrew']) {
      const pattern = new RegExp(`\\p{Script=${script}}`, 'u')
      expect(
        users.some((user) => pattern.test(text(user, 'displayName'))),
        script,
      ).toBe(true)
    }
    expect(users.some((user) => /[ąćęłńóśźż]/i.test(text(user, 'sn')))).toBe(true)
  })

  it('has at least 45 groups, four deep, a cycle and an empty one', () => {
    expect(groups.length).toBeGreaterThanOrEqual(45)
    expect(Math.max(...groups.map((group) => depth(group)))).toBeGreaterThanOrEqual(4)
    const [aurora, borealis] = [named('Project Aurora'), named('Project Borealis')]
    expect(aurora?.references.some(({ anchor }) => anchor === borealis?.anchor)).toBe(true)
    expect(borealis?.references.some(({ anchor }) => anchor === aurora?.anchor)).toBe(true)
    expect(named('GG-Empty')?.references).toEqual([])
    expect(new Set(groups.map(({ attributes }) => attributes.groupType)).size).toBeGreaterThanOrEqual(6)
  })

  it('has at least 25 contacts, managers, disabled and service accounts and a foreign security principal', () => {
    expect(contacts.length).toBeGreaterThanOrEqual(25)
    expect(
      users.filter(({ references }) => references.some(({ attribute }) => attribute === 'manager')).length,
    ).toBeGreaterThan(350)
    expect(
      users.filter(({ attributes }) => Number(attributes.userAccountControl) & 2).length,
    ).toBeGreaterThanOrEqual(10)
    expect(users.filter((user) => text(user, 'sAMAccountName').startsWith('svc-'))).toHaveLength(5)
    expect(byType('foreignSecurityPrincipal')).toHaveLength(1)
  })

  it('has distinct sign-in names and addresses but for the planted ones', () => {
    const repeated = (values: readonly string[]) => [
      ...new Set(values.filter((value, index) => values.indexOf(value) !== index)),
    ]
    const sids = forest
      .map(({ attributes }) => JSON.stringify(attributes.objectSid))
      .filter((sid) => sid !== undefined)
    expect(repeated(sids)).toEqual([])
    expect(repeated(users.map((user) => text(user, 'sAMAccountName').toLowerCase()))).toEqual([])
    expect(
      repeated(
        users.map((user) => text(user, 'userPrincipalName').toLowerCase()).filter((upn) => upn !== ''),
      ),
    ).toEqual(['shared.signin@corp.example'])
    const addresses = forest.flatMap(({ attributes }) =>
      valuesOf(attributes.proxyAddresses).map((address) => String(address).toLowerCase()),
    )
    expect(repeated(addresses)).toEqual(['smtp:press@corp.example'])
  })

  it('has DNs that need escapes', () => {
    const dns = forest.map(({ dn }) => dn).join('\n')
    for (const escaped of ['\\,', '\\+', '\\"', '\\#', '\\\\', '\\<', '\\0A']) expect(dns).toContain(escaped)
  })

  it('has what the default filter keeps out', () => {
    for (const name of ['Administrator', 'krbtgt', 'Domain Admins']) {
      expect(named(name)?.attributes.isCriticalSystemObject, name).toBe(true)
    }
    const accounts = users.map((user) => text(user, 'sAMAccountName'))
    for (const prefix of ['MSOL_', 'AAD_', 'SUPPORT_388945a0', 'CAS_{']) {
      expect(
        accounts.some((account) => account.startsWith(prefix)),
        prefix,
      ).toBe(true)
    }
    expect(users.some((user) => text(user, 'mailNickname').startsWith('SystemMailbox{'))).toBe(true)
    expect(forest.some(({ dn }) => dn.includes('\\0ACNF:'))).toBe(true)
  })

  it('has every planted problem', () => {
    const [petra, piet, ursula, ulf] = [
      'Petra Holder',
      'Piet Latecomer',
      'Ursula Holder',
      'Ulf Latecomer',
    ].map(named)
    expect(valuesOf(petra?.attributes.proxyAddresses)).toContain('smtp:press@corp.example')
    expect(valuesOf(piet?.attributes.proxyAddresses)).toContain('smtp:press@corp.example')
    expect(text(petra, 'whenCreated') < text(piet, 'whenCreated')).toBe(true)
    expect(text(ursula, 'userPrincipalName').toLowerCase()).toBe(text(ulf, 'userPrincipalName').toLowerCase())
    expect(text(ursula, 'whenCreated') < text(ulf, 'whenCreated')).toBe(true)
    expect(text(named('Lena Overlong'), 'extensionAttribute11')).toHaveLength(1100)
    expect(named('Dario Dangling')?.references).toEqual([{ attribute: 'manager', dn: MISSING_DN }])
    expect(named('GG-Dangling Member')?.references).toContainEqual({ attribute: 'member', dn: MISSING_DN })
    expect(forest.some(({ dn }) => dn === MISSING_DN)).toBe(false)
  })

  it('resolves every reference but the planted ones', () => {
    const open = forest.flatMap(({ references }) => references.filter(({ anchor }) => anchor === undefined))
    expect(open).toEqual([
      { attribute: 'manager', dn: MISSING_DN },
      { attribute: 'member', dn: MISSING_DN },
    ])
  })
})
