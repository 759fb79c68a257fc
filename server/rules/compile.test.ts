import { describe, expect, it } from 'vitest'
import type { StoredValue } from '../attributes/value.ts'
import { compileRules } from './compile.ts'
import { compileScope } from './compile-scope.ts'
import type { ConnectorFacts, RuleReader } from './compiled.ts'
import type { Rule, ScopeClause, ScopeOperator } from './model.ts'

type Value = StoredValue | readonly StoredValue[] | undefined

function reader(value: Value, memberOf: readonly string[] = []): RuleReader {
  const attribute = (name: string) => (name === 'x' ? value : undefined)
  return {
    attribute,
    imported: attribute,
    parameter: () => undefined,
    valueCount: () => 0,
    referenceCount: () => 0,
    memberOf: () => new Set(memberOf),
    now: new Date(0),
    seed: '',
  }
}

function holds(
  operator: string,
  wanted: string | readonly string[],
  value: Value,
  memberOf?: string[],
): boolean {
  const problems: unknown[] = []
  const clause = { attribute: 'x', operator: operator as ScopeOperator, value: wanted }
  const scope = compileScope([[clause]], (problem) => problems.push(problem))
  expect(problems).toEqual([])
  return scope.holds(reader(value, memberOf))
}

describe('scope operators', () => {
  it.each<[string, string | readonly string[], Value, boolean]>([
    ['EQUAL', 'true', true, true],
    ['EQUAL', 'True', 'TRUE', true],
    ['EQUAL', 'True', false, false],
    ['EQUAL', 'STRASSE', 'strasse', true],
    ['EQUAL', 'Å', 'å', true],
    ['EQUAL', '0512', 512, true],
    ['EQUAL', 'b', ['a', 'B'], true],
    ['EQUAL', '9223372036854775807', { n: '9223372036854775807' }, true],
    ['NOTEQUAL', 'True', true, false],
    ['NOTEQUAL', 'b', ['a', 'B'], false],
    ['LESSTHAN', '250000', 3000, true],
    ['LESSTHAN', '250000', 250000, false],
    ['LESSTHAN', '10', '9', false],
    ['LESSTHAN_OR_EQUAL', '10', 10, true],
    ['LESSTHAN_OR_EQUAL', '10', 11, false],
    ['GREATERTHAN', '9', 10, true],
    ['GREATERTHAN', '9', 9, false],
    ['GREATERTHAN_OR_EQUAL', '-3', -3, true],
    ['GREATERTHAN_OR_EQUAL', 'b', 'A', false],
    ['CONTAINS', 'VEL', 'Lovelace', true],
    ['CONTAINS', 'x', ['a', 'xy'], true],
    ['NOTCONTAINS', 'VEL', 'Lovelace', false],
    ['STARTSWITH', 'user_', 'User_1', true],
    ['STARTSWITH', 'ser_', 'User_1', false],
    ['NOTSTARTSWITH', 'User_', 'user_1', false],
    ['ENDSWITH', '@X.example', 'a@x.EXAMPLE', true],
    ['NOTENDSWITH', '@x.example', 'a@y.example', true],
    ['ISNULL', '', 'a', false],
    ['ISNOTNULL', '', 'a', true],
    ['ISNOTNULL', '', false, true],
    ['ISIN', ['a', 'B'], 'b', true],
    ['ISIN', ['a', 'b'], ['x', 'A'], true],
    ['ISIN', 'a', 'b', false],
    ['ISNOTIN', ['a', 'b'], 'c', true],
    ['ISNOTIN', ['a', 'b'], 'A', false],
    ['ISBITSET', '2', 514, true],
    ['ISBITSET', '2', 512, false],
    ['ISBITSET', '2', '514', true],
    ['ISBITSET', '&H2', 514, true],
    ['ISBITSET', '-2147483648', -2147483646, true],
    ['ISBITSET', '2147483648', -2147483646, true],
    ['ISBITSET', '2147483648', { n: '2147483649' }, true],
    ['ISBITSET', '2', 'text', false],
    ['ISNOTBITSET', '2', 512, true],
    ['ISNOTBITSET', '2', 514, false],
    ['ISBITNOTSET', '2', 512, true],
  ])('%s %j on %j is %j', (operator, wanted, value, expected) => {
    expect(holds(operator, wanted, value)).toBe(expected)
  })

  it.each([
    ['EQUAL', 'NOTEQUAL'],
    ['CONTAINS', 'NOTCONTAINS'],
    ['STARTSWITH', 'NOTSTARTSWITH'],
    ['ENDSWITH', 'NOTENDSWITH'],
    ['ISNOTNULL', 'ISNULL'],
    ['ISIN', 'ISNOTIN'],
    ['ISBITSET', 'ISNOTBITSET'],
    ['ISMEMBEROF', 'ISNOTMEMBEROF'],
  ])('on an absent attribute %s is false and %s is true', (positive, negative) => {
    expect(holds(positive, '2', undefined)).toBe(false)
    expect(holds(negative, '2', undefined)).toBe(true)
  })

  it.each(['LESSTHAN', 'LESSTHAN_OR_EQUAL', 'GREATERTHAN', 'GREATERTHAN_OR_EQUAL'])(
    'on an absent attribute %s is false',
    (operator) => {
      expect(holds(operator, '2', undefined)).toBe(false)
    },
  )

  it('ISMEMBEROF tests direct membership by DN, ignoring case', () => {
    expect(holds('ISMEMBEROF', 'CN=Pilot,DC=a', undefined, ['cn=pilot,dc=a'])).toBe(true)
    expect(holds('ISNOTMEMBEROF', 'CN=Pilot,DC=a', undefined, ['cn=pilot,dc=a'])).toBe(false)
  })

  it('groups are alternatives, clauses of a group all have to hold, no group is always in scope', () => {
    const clause = (value: string): ScopeClause => ({ attribute: 'x', operator: 'CONTAINS', value })
    const scope = compileScope([[clause('a'), clause('b')], [clause('c')]], () => undefined)
    expect(['ab', 'a', 'c', 'x'].map((value) => scope.holds(reader(value)))).toEqual([
      true,
      false,
      true,
      false,
    ])
    expect(scope.failed(reader('a'))).toEqual([clause('b'), clause('c')])
    expect(scope.failed(reader('ab'))).toEqual([])
    expect(compileScope([], () => undefined).holds(reader(undefined))).toBe(true)
  })
})

const CONNECTORS: readonly ConnectorFacts[] = [
  { id: 'a', name: 'A', type: 'active-directory', ordinal: 1, role: 'source' },
  {
    id: 'cloud',
    name: 'Cloud',
    type: 'cloud-directory',
    ordinal: 2,
    role: 'target',
    provisioningDn: 'source-anchor',
  },
]

function rule(part: Partial<Rule>): Rule {
  return {
    id: `rule-${part.precedence ?? 1}`,
    name: `Rule ${part.precedence ?? 1}`,
    direction: 'Inbound',
    connectorId: 'a',
    connectedObjectType: 'user',
    metaverseObjectType: 'person',
    linkType: 'Join',
    precedence: 1,
    scopeGroups: [],
    joinGroups: [],
    flows: [],
    enablePasswordSync: false,
    disabled: false,
    origin: 'custom',
    ...part,
  }
}

function flow(part: Partial<Rule['flows'][number]>): Rule['flows'][number] {
  return {
    target: 'title',
    flowType: 'Direct',
    source: 'title',
    applyOnce: false,
    mergeType: 'Update',
    ...part,
  }
}

const outbound = { direction: 'Outbound', connectorId: 'cloud' } as const

describe('compileRules', () => {
  it.each<[string, readonly Partial<Rule>[], string, string | undefined]>([
    [
      'a precedence used twice',
      [{}, { id: 'other', name: 'Other' }],
      'rules.precedence_duplicate',
      undefined,
    ],
    ['an id used twice', [{ id: 'x' }, { id: 'x', precedence: 2 }], 'rules.id_duplicate', undefined],
    ['an unknown connector', [{ connectorId: 'gone' }], 'rules.connector_unknown', undefined],
    [
      'an unknown function',
      [{ flows: [flow({ flowType: 'Expression', source: 'Foo([a])' })] }],
      'expression.unknown_function',
      'title',
    ],
    [
      'a syntax error',
      [{ flows: [flow({ flowType: 'Expression', source: 'Left([a],' })] }],
      'expression.syntax',
      'title',
    ],
    [
      'an unknown metaverse attribute',
      [{ flows: [flow({ target: 'nope' })] }],
      'rules.metaverse_attribute_unknown',
      'nope',
    ],
    [
      'an unknown attribute in an outbound expression',
      [{ ...outbound, flows: [flow({ flowType: 'Expression', source: '[nope]' })] }],
      'rules.metaverse_attribute_unknown',
      'nope',
    ],
    [
      'an unknown attribute in an outbound scope',
      [{ ...outbound, scopeGroups: [[{ attribute: 'nope', operator: 'ISNULL', value: '' }]] }],
      'rules.metaverse_attribute_unknown',
      'nope',
    ],
    [
      'a constant of the wrong type',
      [{ flows: [flow({ target: 'accountEnabled', flowType: 'Constant', source: 'maybe' })] }],
      'rules.constant_invalid',
      'accountEnabled',
    ],
    [
      'a bit mask that is no number',
      [{ scopeGroups: [[{ attribute: 'x', operator: 'ISBITSET', value: 'two' }]] }],
      'rules.scope_value_invalid',
      'x',
    ],
    [
      'mixed merge types',
      [{ flows: [flow({ mergeType: 'Merge' })] }, { precedence: 2, flows: [flow({})] }],
      'rules.merge_type_mixed',
      'title',
    ],
    [
      'merged references',
      [{ flows: [flow({ target: 'manager', source: 'manager', mergeType: 'Merge' })] }],
      'rules.reference_merge',
      'manager',
    ],
    [
      'provisioning without join groups',
      [{ linkType: 'Provision' }],
      'rules.provision_without_join',
      undefined,
    ],
    [
      'projecting to any type',
      [
        {
          linkType: 'Provision',
          metaverseObjectType: '*',
          joinGroups: [[{ sourceAttribute: 'mail', targetAttribute: 'mail', caseSensitive: false }]],
        },
      ],
      'rules.provision_any_type',
      undefined,
    ],
    [
      'an outbound sticky join',
      [{ ...outbound, linkType: 'StickyJoin' }],
      'rules.link_type_invalid',
      undefined,
    ],
    [
      'provisioning into a source',
      [{ direction: 'Outbound', linkType: 'Provision' }],
      'rules.provisioning_dn_missing',
      undefined,
    ],
    [
      'a join by reference',
      [{ joinGroups: [[{ sourceAttribute: 'manager', targetAttribute: 'manager', caseSensitive: false }]] }],
      'rules.join_attribute_invalid',
      'manager',
    ],
    [
      'membership outbound',
      [{ ...outbound, scopeGroups: [[{ attribute: 'cn', operator: 'ISMEMBEROF', value: 'CN=x' }]] }],
      'rules.scope_operator_outbound',
      'cn',
    ],
  ])('refuses %s', (_, rules, code, attribute) => {
    const result = compileRules(rules.map(rule), CONNECTORS)
    expect(result).toMatchObject({ ok: false })
    if (!result.ok)
      expect(result.errors).toContainEqual(
        expect.objectContaining(attribute ? { code, attribute } : { code }),
      )
  })

  it('reports every error with rule and range at once', () => {
    const flows = [flow({ flowType: 'Expression', source: 'Trim([a]) & Foo([b])' })]
    const result = compileRules([rule({ flows }), rule({ precedence: 2, connectorId: 'gone' })], CONNECTORS)
    if (result.ok) throw new Error('compiled')
    expect(result.errors.map(({ ruleId, code }) => [ruleId, code])).toEqual([
      ['rule-2', 'rules.connector_unknown'],
      ['rule-1', 'expression.unknown_function'],
    ])
    expect(result.errors[1]?.range).toEqual({ start: 12, end: expect.any(Number) })
  })

  it('does not compile disabled rules, but remembers them', () => {
    const result = compileRules([rule({ disabled: true, flows: [flow({ target: 'nope' })] })], CONNECTORS)
    if (!result.ok) throw new Error('refused')
    expect(result.configuration.inbound.size).toBe(0)
    expect(result.configuration.rules.has('rule-1')).toBe(true)
  })

  it('sorts the rules of each object type by precedence', () => {
    const result = compileRules([rule({ precedence: 9 }), rule({ precedence: 3 })], CONNECTORS)
    if (!result.ok) throw new Error('refused')
    const rules = result.configuration.inbound.get('a')?.get('user')
    expect(rules?.map((one) => one.rule.precedence)).toEqual([3, 9])
  })
})

describe('connector parameters', () => {
  it('come from the partition, and from the DN where the partition does not tell', () => {
    const partitions: ConnectorFacts['partitions'] = [
      { dn: 'DC=corp,DC=example', parameters: { 'Domain.Netbios': 'CORP', 'Forest.Netbios': 'CORP' } },
      { dn: 'DC=sales,DC=corp,DC=example', parameters: { 'Domain.Netbios': 'SALES' } },
    ]
    const connectors = CONNECTORS.map((one) => (one.id === 'a' ? { ...one, partitions } : one))
    const result = compileRules([], connectors)
    if (!result.ok) throw new Error('refused')
    const connector = result.configuration.connectors.get('a')
    const of = (name: string) => connector?.parameter(name, 'CN=x\\,y,OU=o,DC=Sales,DC=corp,DC=example')
    expect(of('Connector.ID')).toBe('a')
    expect(of('Domain.FQDN')).toBe('Sales.corp.example')
    expect(of('Domain.LDAP')).toBe('DC=Sales,DC=corp,DC=example')
    expect(of('Domain.Netbios')).toBe('SALES')
    expect(of('Forest.FQDN')).toBe('corp.example')
    expect(of('Forest.Netbios')).toBeUndefined()
    expect(of('toString')).toBeUndefined()
  })
})
