import { describe, expect, it } from 'vitest'
import type { Rule } from '../../rules/model.ts'
import { flow, inboundRule, outboundRule } from './fixtures/custom-rules.ts'
import { configurationFor, guid, user } from './fixtures/objects.ts'
import { SmallWorld } from './fixtures/small-world.ts'
import type { CsObject, MvObject } from './model.ts'

const ANCHOR = guid('a-ada').b

function worldWith(rules: readonly Rule[], ...objects: readonly CsObject[]): SmallWorld {
  const world = new SmallWorld(configurationFor(['a', 'b'], (shipped) => [...shipped, ...rules]))
  for (const object of objects.length > 0 ? objects : [user('ada')]) world.import(object)
  world.synchronise()
  return world
}

function onlyMv(world: SmallWorld): MvObject {
  const [mv] = world.mvs.values()
  if (mv === undefined) throw new Error([...world.errors.values()].join())
  return mv
}

function title(...sources: readonly string[]): Rule[] {
  return sources.map((source, index) => inboundRule(index + 1, [flow('title', source)]))
}

describe('section 6.6: precedence and the three special results', () => {
  it.each<[string, readonly string[], unknown]>([
    ['the lowest number wins', ['"first"', '"second"'], 'first'],
    ['NULL lets the next rule contribute', ['NULL', '"second"'], 'second'],
    ['a blank text is NULL', ['"  "', '"second"'], 'second'],
    ['AuthoritativeNull empties and stops', ['AuthoritativeNull', '"second"'], undefined],
    ['AuthoritativeNull below a value is not reached', ['"first"', 'AuthoritativeNull'], 'first'],
    ['IgnoreThisFlow is as if the flow did not exist', ['IgnoreThisFlow', '"second"'], 'second'],
    ['nothing gives nothing', ['NULL', 'IgnoreThisFlow'], undefined],
  ])('%s', (_, sources, expected) => {
    expect(onlyMv(worldWith(title(...sources))).attributes.title).toEqual(expected)
  })

  const ignoredWhen = (condition: string) =>
    inboundRule(1, [flow('pager', `IIF([info]="${condition}",IgnoreThisFlow,"set")`)])

  it('keeps the old value while every flow is ignored', () => {
    const rules = [ignoredWhen('stop')]
    const shipped = configurationFor(['a'], (all) => [
      ...all.map((rule) => ({ ...rule, flows: rule.flows.filter(({ target }) => target !== 'pager') })),
      ...rules,
    ])
    const world = new SmallWorld(shipped)
    world.import(user('ada', { attributes: { info: 'go' } }))
    world.synchronise()
    world.import(user('ada', { attributes: { info: 'stop' } }))
    world.synchronise()
    expect(onlyMv(world).attributes.pager).toBe('set')
    expect(onlyMv(world).lineage.pager?.rule).toBe('custom-1')
  })

  it('removes the old value when a flow is NULL and the others are ignored', () => {
    const world = worldWith([ignoredWhen('stop')], user('ada', { attributes: { info: 'go' } }))
    expect(onlyMv(world).attributes.pager).toBe('set')
    world.import(user('ada', { attributes: { info: 'stop' } }))
    world.synchronise()
    expect(onlyMv(world).attributes).not.toHaveProperty('pager')
  })

  it('leaves a target attribute alone that no rule flows, and one whose flows are all ignored', () => {
    const world = worldWith([outboundRule(1, [flow('cloudOnly', 'IgnoreThisFlow')])])
    world.confirmExports()
    const target = [...world.objects.values()].find(({ connectorId }) => connectorId === 'cloud')
    if (target === undefined) throw new Error('no target')
    const attributes = { ...target.attributes, cloudOnly: 'kept', unmanaged: 'kept' }
    world.objects.set(target.id, { ...target, attributes })
    const plan = world.plan('a:ada')
    expect(plan.targets[0]?.desired).not.toHaveProperty('cloudOnly')
    expect(plan.targets[0]?.desired).not.toHaveProperty('unmanaged')
  })

  it('does not evaluate a flow that cannot win', () => {
    expect(worldWith(title('"first"', 'Error("never")')).errors.size).toBe(0)
  })
})

describe('section 6.5: merge types, apply once, types', () => {
  const both = (mergeType: 'Merge' | 'MergeCaseInsensitive') => (shipped: Rule[]) => [
    ...shipped.map((rule) => ({
      ...rule,
      flows: rule.flows.filter(({ target }) => target !== 'otherTelephone'),
    })),
    inboundRule(1, [flow('otherTelephone', '[otherTelephone]', { mergeType })]),
    inboundRule(2, [flow('otherTelephone', '[otherTelephone]', { mergeType })], { connectorId: 'b' }),
  ]
  const same = { 'mS-DS-ConsistencyGuid': guid('same') }
  const a = user('ada', { attributes: { ...same, otherTelephone: ['X1', 'x1', 'Y'] } })
  const b = user('bob', { forest: 'b', attributes: { ...same, otherTelephone: ['y', 'Z', 'X1'] } })

  it.each([
    ['Merge', ['X1', 'x1', 'Y', 'y', 'Z']],
    ['MergeCaseInsensitive', ['X1', 'Y', 'Z']],
  ] as const)('%s unites the values of all rules, the first spelling kept', (mergeType, expected) => {
    const world = new SmallWorld(configurationFor(['a', 'b'], both(mergeType)))
    for (const object of [a, b]) world.import(object)
    world.synchronise()
    expect(onlyMv(world).attributes.otherTelephone).toEqual(expected)
  })

  it('sets an apply-once attribute of a target only when the object is created', () => {
    const once = outboundRule(1, [flow('initialPassword', '[info]', { applyOnce: true })])
    const world = worldWith([once], user('ada', { attributes: { info: 'first' } }))
    expect(world.cloud().get(ANCHOR)).toHaveProperty('initialPassword', 'first')
    world.import(user('ada', { attributes: { info: 'second' } }))
    world.synchronise()
    expect(world.cloud().get(ANCHOR)).toMatchObject({ initialPassword: 'first', info: 'second' })
    world.confirmExports()
    world.synchronise()
    expect(world.plan('a:ada').targets[0]?.desired).not.toHaveProperty('initialPassword')
  })

  it('converts constants and values to the syntax of the target', () => {
    const world = worldWith(
      [
        inboundRule(1, [
          flow('msExchHideFromAddressLists', 'tRUE', { flowType: 'Constant' }),
          flow('countryCode', 'employeeID', { flowType: 'Direct' }),
          flow('otherMobile', '"one"'),
          flow('title', 'userAccountControl', { flowType: 'Direct' }),
          flow('company', '[otherTelephone]'),
        ]),
      ],
      user('ada', { attributes: { employeeID: '756', otherTelephone: ['only'] } }),
    )
    expect(onlyMv(world).attributes).toMatchObject({
      msExchHideFromAddressLists: true,
      countryCode: 756,
      otherMobile: ['one'],
      title: '512',
      company: 'only',
    })
  })

  it('refuses several values for a single-valued attribute, naming rule and attribute', () => {
    const world = worldWith([inboundRule(1, [flow('title', '[otherTelephone]')])])
    world.import(user('ada', { attributes: { otherTelephone: ['1', '2'] } }))
    expect(world.plan('a:ada')).toHaveProperty('errors', [
      expect.objectContaining({ code: 'sync.flow_multi_to_single', rule: 'custom-1', attribute: 'title' }),
    ])
  })

  it('refuses text for a binary attribute', () => {
    const world = worldWith([inboundRule(1, [flow('thumbnailPhoto', '"text"')])])
    expect(world.errors.get('a:ada')).toBe('sync.flow_type_mismatch')
  })
})

describe('references', () => {
  it('tests and passes a reference on in an expression', () => {
    const rules = [inboundRule(1, [flow('altRecipient', 'IIF(IsPresent([secretary]),[secretary],NULL)')])]
    const world = worldWith(rules, user('ada', { references: { secretary: 1 } }))
    expect(onlyMv(world).references.altRecipient).toEqual({
      rule: 'custom-1',
      source: 'a:ada',
      attribute: 'secretary',
    })
    world.import(user('ada'))
    world.synchronise()
    expect(onlyMv(world).references).toEqual({})
  })

  it('never turns a reference into text', () => {
    const world = worldWith(
      [inboundRule(1, [flow('title', '[manager]')])],
      user('ada', { references: { manager: 1 } }),
    )
    expect(world.errors.get('a:ada')).toBe('sync.reference_in_expression')
  })

  it('refuses several references for a single-valued attribute', () => {
    const rules = [inboundRule(1, [flow('manager', 'secretary', { flowType: 'Direct' })])]
    const world = worldWith(rules, user('ada', { references: { secretary: 2 } }))
    expect(world.errors.get('a:ada')).toBe('sync.flow_multi_to_single')
  })
})

describe('ImportedValue and staged values', () => {
  it('reads staged values in flows, confirmed ones through ImportedValue', () => {
    const rules = [inboundRule(1, [flow('title', '[title]'), flow('company', 'ImportedValue("title")')])]
    const ada = user('ada', { attributes: { title: 'confirmed' } })
    const world = worldWith(rules, { ...ada, staged: { title: 'staged' } })
    expect(onlyMv(world).attributes).toMatchObject({ title: 'staged', company: 'confirmed' })
    world.objects.set(ada.id, { ...world.get(ada.id), staged: { title: null } })
    world.plan(ada.id)
    expect(onlyMv(world).attributes).toMatchObject({ company: 'confirmed' })
    expect(onlyMv(world).attributes).not.toHaveProperty('title')
  })
})

describe('links', () => {
  const joinRule = (part: Partial<Rule>) =>
    inboundRule(1, [], {
      joinGroups: [[{ sourceAttribute: 'mail', targetAttribute: 'mail', caseSensitive: false }]],
      ...part,
    })

  it('reports two join rules in scope for one object', () => {
    const world = worldWith([joinRule({})])
    expect(world.errors.get('a:ada')).toBe('sync.join_rules_ambiguous')
  })

  it('requires every clause of a group, and heeds case where asked', () => {
    const clauses = [
      { sourceAttribute: 'mail', targetAttribute: 'mail', caseSensitive: true },
      { sourceAttribute: 'sAMAccountName', targetAttribute: 'accountName', caseSensitive: false },
    ]
    const join = (mail: string, name: string) => {
      const edit = (shipped: Rule[]) =>
        shipped.map((rule) =>
          rule.name.includes('User Join') && rule.connectorId === 'b'
            ? { ...rule, joinGroups: [clauses] }
            : rule,
        )
      const world = new SmallWorld(configurationFor(['a', 'b'], edit))
      world.import(user('ada', { attributes: { mail: 'Ada@x.example' } }))
      world.import(user('eve', { forest: 'b', attributes: { mail, sAMAccountName: name } }))
      world.synchronise()
      return world.get('b:eve').link?.kind
    }
    expect(join('Ada@x.example', 'ADA')).toBe('joined')
    expect(join('ada@x.example', 'ADA')).toBe('projected')
    expect(join('Ada@x.example', 'eve')).toBe('projected')
  })

  it('a sticky join keeps the metaverse object alive, a join does not', () => {
    for (const linkType of ['StickyJoin', 'Join'] as const) {
      const edit = (shipped: Rule[]) =>
        shipped.map((rule) => (rule.id === 'in-from-ad-user-join@b' ? { ...rule, linkType } : rule))
      const world = new SmallWorld(configurationFor(['a', 'b'], edit))
      const attributes = { 'mS-DS-ConsistencyGuid': guid('same') }
      world.import(user('ada', { attributes }))
      world.import(user('eve', { forest: 'b', attributes }))
      world.synchronise()
      expect(world.get('b:eve').link?.kind).toBe('joined')
      world.remove('a:ada')
      const plan = world.plan('a:ada')
      expect(plan).toMatchObject(
        linkType === 'StickyJoin'
          ? { mv: { kind: 'updated' }, unlinked: [] }
          : { mv: { kind: 'deleted' }, unlinked: ['b:eve'] },
      )
    }
  })

  it('hands the links of a disabled rule to its clone', () => {
    const world = worldWith([])
    const before = onlyMv(world).id
    world.configuration = configurationFor(['a', 'b'], (shipped) =>
      shipped.flatMap((rule) =>
        rule.id === 'in-from-ad-user-join@a'
          ? [
              { ...rule, disabled: true },
              { ...rule, id: 'clone', precedence: 1 },
            ]
          : [rule],
      ),
    )
    expect(world.plan('a:ada')).toMatchObject({
      ok: true,
      link: { kind: 'projected', mvId: before, ruleId: 'clone' },
    })
  })

  it('hands the links of a deleted rule to the rule that joins now', () => {
    const attributes = { 'mS-DS-ConsistencyGuid': guid('same') }
    const clone = (shipped: Rule[]) =>
      shipped.map((rule) =>
        rule.id === 'in-from-ad-user-join@b' ? { ...rule, id: 'clone', precedence: 1 } : rule,
      )
    const world = new SmallWorld(configurationFor(['a', 'b'], clone))
    world.import(user('ada', { attributes }))
    world.import(user('eve', { forest: 'b', attributes }))
    world.synchronise(['a:ada', 'b:eve'])
    expect(world.get('b:eve').link?.ruleId).toBe('clone')
    world.configuration = configurationFor(['a', 'b'])
    world.plan('b:eve')
    expect(world.get('b:eve').link?.ruleId).toBe('in-from-ad-user-join@b')
    expect(world.mvs.size).toBe(1)
  })

  it('joins an object that was in the target before, writes to it only once it is in scope, and owns it from then on', () => {
    const world = new SmallWorld(configurationFor(['a']))
    const cloud: CsObject = {
      id: 'c1',
      connectorId: 'cloud',
      objectType: 'user',
      dn: 'CN={elsewhere}',
      anchor: 'User_1',
      attributes: { sourceAnchor: ANCHOR, cloudMastered: false, cloudAnchor: 'User_1', title: 'old' },
      staged: undefined,
      referenceCounts: {},
      pendingImport: undefined,
      link: undefined,
      exportOperation: undefined,
    }
    world.objects.set('c1', cloud)
    world.import(user('ada', { attributes: { sAMAccountName: 'MSOL_1' } }))
    world.synchronise()
    world.objects.set('c1', { ...world.get('c1'), pendingImport: 'update' })
    expect(world.plan('c1')).toMatchObject({
      ok: true,
      link: { kind: 'joined' },
      targets: [],
    })
    world.import(user('ada'))
    const taken = world.plan('a:ada')
    expect(taken.targets).toMatchObject([
      { kind: 'joined', csId: 'c1', ruleId: 'out-to-microsoft-entra-id-user-join@cloud' },
    ])
    world.import(user('ada', { attributes: { sAMAccountName: 'MSOL_1' } }))
    expect(world.plan('a:ada').targets).toMatchObject([{ kind: 'deprovisioned', csId: 'c1' }])
  })
})

describe('explain', () => {
  it('names winner and losers with a reason', () => {
    const world = worldWith(title('NULL', '"won"', '"lost"'))
    const plan = world.plan('a:ada', { explain: true })
    if (!plan.ok) throw new Error('failed')
    const decision = plan.decisions.find(
      ({ attribute, direction }) => attribute === 'title' && direction === 'inbound',
    )
    expect(decision?.contributions.slice(0, 3)).toMatchObject([
      { ruleId: 'custom-1', outcome: 'null', won: false },
      { ruleId: 'custom-2', outcome: 'value', won: true, value: 'won' },
      { ruleId: 'custom-3', outcome: 'value', won: false, value: 'lost' },
    ])
    expect(decision?.reason).toBe(
      '4 rules could set this; "Custom 2" (precedence 2) won because the one rule above it gave no value.',
    )
    expect(plan.decisions).toContainEqual(
      expect.objectContaining({ attribute: 'title', direction: 'outbound', connectorId: 'cloud' }),
    )
  })

  it('tells which clause keeps a rule out of scope, also for objects that are not projected', () => {
    const world = worldWith([], user('ada', { attributes: { adminDescription: 'User_1' } }))
    const plan = world.plan('a:ada', { explain: true })
    if (!plan.ok) throw new Error('failed')
    expect(plan.trace.find(({ ruleId }) => ruleId === 'in-from-ad-user-join@a')).toMatchObject({
      inScope: false,
      failed: [{ attribute: 'adminDescription', operator: 'NOTSTARTSWITH', value: 'User_' }],
    })
  })

  it('gives the same plan with and without explanation', () => {
    const world = worldWith([])
    const plain = world.plan('a:ada')
    const explained = world.plan('a:ada', { explain: true })
    expect({ ...explained, trace: [], decisions: [] }).toEqual(plain)
  })
})
