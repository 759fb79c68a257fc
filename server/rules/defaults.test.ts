import { describe, expect, it } from 'vitest'
import { attributesRead } from './attributes-read.ts'
import { compileRules } from './compile.ts'
import { defaultRules } from './defaults.ts'
import { METAVERSE_SCHEMA } from './metaverse-schema.ts'

const one = defaultRules({ sources: [{ connectorId: 'a', ordinal: 1 }], cloudConnectorId: 'cloud' })

function numbers(rules: typeof one, connectorId?: string): string[] {
  return rules
    .filter((rule) => connectorId === undefined || rule.connectorId === connectorId)
    .map(({ precedence, name }) => `${precedence} ${name}`)
}

describe('defaultRules', () => {
  it('has the observed numbers for one forest', () => {
    expect(numbers(one).slice(0, 26)).toEqual([
      '100 In from AD - User Join',
      '101 In from AD - InetOrgPerson Join',
      '102 In from AD - User AccountEnabled',
      '103 In from AD - InetOrgPerson AccountEnabled',
      '104 In from AD - User Common from Exchange',
      '105 In from AD - InetOrgPerson Common from Exchange',
      '106 In from AD - User Common',
      '107 In from AD - InetOrgPerson Common',
      '108 In from AD - User Exchange',
      '109 In from AD - InetOrgPerson Exchange',
      '110 In from AD - User Lync',
      '111 In from AD - InetOrgPerson Lync',
      '112 In from AD - Group Join',
      '113 In from AD - Group Exchange',
      '114 In from AD - Group Common',
      '115 In from AD - Contact Join',
      '116 In from AD - Contact Common',
      '117 In from AD - Contact Lync',
      '118 In from AD - ForeignSecurityPrincipal Join User',
      '119 In from AAD - User Join',
      '120 In from AAD - Contact Join',
      '121 In from AAD - Group Join',
      '123 Out to Microsoft Entra ID - User Join',
      '124 Out to Microsoft Entra ID - Contact Join',
      '125 Out to Microsoft Entra ID - Group Join',
      '126 Out to Microsoft Entra ID - User Identity',
    ])
  })

  it('gives every block one rule per forest, in the order in which forests were added', () => {
    const sources = [
      { connectorId: 'late', ordinal: 9 },
      { connectorId: 'early', ordinal: 2 },
    ]
    const rules = defaultRules({ sources, cloudConnectorId: 'cloud' })
    expect(numbers(rules, 'early').slice(0, 2)).toEqual([
      '100 In from AD - User Join',
      '102 In from AD - InetOrgPerson Join',
    ])
    expect(numbers(rules, 'late').slice(0, 2)).toEqual([
      '101 In from AD - User Join',
      '103 In from AD - InetOrgPerson Join',
    ])
    expect(numbers(rules, 'cloud')[0]).toBe('138 In from AAD - User Join')
    expect(numbers(rules, 'cloud')[3]).toBe('142 Out to Microsoft Entra ID - User Join')
  })

  it('keeps ids when a forest is added', () => {
    const sources = [
      { connectorId: 'a', ordinal: 1 },
      { connectorId: 'b', ordinal: 2 },
    ]
    const ids = new Set(defaultRules({ sources, cloudConnectorId: 'cloud' }).map(({ id }) => id))
    expect(one.every(({ id }) => ids.has(id))).toBe(true)
    expect(new Set(one.map(({ id }) => id)).size).toBe(one.length)
  })

  it('leaves out Exchange and Lync rules that a schema does not allow, without moving the others', () => {
    const sources = [{ connectorId: 'a', ordinal: 1, hasAttribute: () => false }]
    const rules = defaultRules({ sources, cloudConnectorId: 'cloud' })
    expect(numbers(rules, 'a').map((text) => text.slice(0, 3))).toEqual(
      [100, 101, 102, 103, 106, 107, 112, 114, 115, 116, 118].map(String),
    )
  })

  it('carries password hashes for users only', () => {
    expect(one.filter((rule) => rule.enablePasswordSync).map(({ name }) => name)).toEqual([
      'In from AD - User AccountEnabled',
      'Out to Microsoft Entra ID - User Join',
    ])
  })

  it('joins by mail after the anchor when that was chosen', () => {
    const sources = [{ connectorId: 'a', ordinal: 1 }]
    const [join] = defaultRules({ sources, cloudConnectorId: 'cloud', userJoin: 'mail' })
    expect(join?.joinGroups.map((group) => group.map(({ sourceAttribute }) => sourceAttribute))).toEqual([
      ['mS-DS-ConsistencyGuid'],
      ['objectGUID'],
      ['mail'],
    ])
  })

  it.each([
    ['user', 125],
    ['contact', 86],
    ['group', 60],
  ])('exports every attribute that a workload names for a %s and the metaverse has', (type, count) => {
    const targets = one
      .filter((rule) => rule.direction === 'Outbound' && rule.connectedObjectType === type)
      .flatMap((rule) => rule.flows.map(({ target }) => target))
    expect(new Set(targets.map((name) => name.toLowerCase())).size).toBe(new Set(targets).size)
    expect(new Set(targets).size).toBe(count)
  })

  it('derives Direct flows in the spelling of the metaverse, a listed flow winning over a derived one', () => {
    const outbound = one.filter(
      (rule) => rule.direction === 'Outbound' && rule.connectedObjectType === 'user',
    )
    const flows = outbound.flatMap((rule) => rule.flows)
    expect(flows.find(({ target }) => target === 'facsimileTelephoneNumber')).toMatchObject({
      flowType: 'Direct',
      source: 'facsimileTelephoneNumber',
    })
    expect(
      flows.filter(({ target }) => target === 'userCertificate').map(({ flowType }) => flowType),
    ).toEqual(['Expression'])
    expect(flows.some(({ target }) => target === 'otherFacsimileTelephone')).toBe(false)
  })

  it('uses only attributes of the metaverse schema, and compiles', () => {
    const targets = new Set(one.filter((rule) => rule.direction === 'Inbound').flatMap((rule) => rule.flows))
    for (const { target } of targets) expect(METAVERSE_SCHEMA).toHaveProperty([target])
    const facts = [
      { id: 'a', name: 'A', type: 'ldif', ordinal: 1, role: 'source' as const },
      {
        id: 'cloud',
        name: 'Cloud',
        type: 'cloud-directory',
        ordinal: 2,
        role: 'target' as const,
        provisioningDn: 'source-anchor' as const,
      },
    ]
    const result = compileRules(one, facts)
    expect(result).toMatchObject({ ok: true })
    if (result.ok) {
      expect(result.configuration.joinAttributes).toEqual([
        'mail',
        'objectSidString',
        'sourceAnchor',
        'sourceAnchorBinary',
      ])
      expect(result.configuration.needsMembership).toEqual([])
    }
  })
})

describe('attributesRead', () => {
  it('lists what rules read in scope, joins, flows and expressions', () => {
    const names = attributesRead(one, 'a')
    expect(names).toEqual([...new Set(names)].sort())
    for (const name of [
      'isCriticalSystemObject',
      'adminDescription',
      'mS-DS-ConsistencyGuid',
      'objectGUID',
      'userAccountControl',
      'msExchBypassModerationFromDLMembersBL',
      'msExchUsageLocation',
      'groupType',
      'member',
      'proxyAddresses',
      'pwdLastSet',
    ]) {
      expect(names).toContain(name)
    }
    expect(names).not.toContain('dn')
    expect(names).not.toContain('sourceAnchor')
  })

  it('lists for a target what is written, so that an import can confirm it', () => {
    expect(attributesRead(one, 'cloud')).toEqual(
      expect.arrayContaining([
        'cloudAnchor',
        'cloudMastered',
        'sourceAnchor',
        'displayName',
        'member',
        'mailEnabled',
      ]),
    )
  })
})
