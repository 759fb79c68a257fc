import { describe, expect, it } from 'vitest'
import {
  configurationFor,
  contact,
  DISTRIBUTION_GLOBAL,
  foreignPrincipal,
  group,
  guid,
  user,
} from './fixtures/objects.ts'
import { SmallWorld } from './fixtures/small-world.ts'

const configuration = configurationFor(['a'])

function worldWith(...objects: Parameters<SmallWorld['import']>[0][]): SmallWorld {
  const world = new SmallWorld(configuration)
  objects.forEach((object) => {
    world.import(object)
  })
  world.synchronise()
  return world
}

describe('planObject: groups', () => {
  it('exports a security group without mail', () => {
    const world = worldWith(group('team', { references: { member: 3, managedBy: 1 } }))
    const [mv] = world.mvs.values()
    expect(mv?.attributes).toMatchObject({ memberCount: 3, securityEnabled: true, mailEnabled: false })
    expect(Object.keys(mv?.references ?? {})).toEqual(['managedBy', 'member'])
    expect(world.cloud().get(guid('a-team').b)).toEqual({
      objectType: 'group',
      cn: 'team',
      displayName: 'team',
      mailEnabled: false,
      securityEnabled: true,
      sourceAnchor: guid('a-team').b,
    })
  })

  it('feeds the target references from the metaverse references of the same name', () => {
    const world = worldWith(group('team', { references: { member: 3 } }))
    expect(world.plan('a:team').targets[0]?.references).toMatchObject({
      member: 'member',
      managedBy: 'managedBy',
    })
  })

  it('exports a group of 3,000 members: sizes compare as numbers', () => {
    const world = worldWith(group('all', { references: { member: 3000 } }))
    expect(world.cloud().size).toBe(1)
  })

  it('exports an empty group', () => {
    const world = worldWith(group('none'))
    expect([...world.mvs.values()][0]?.attributes.memberCount).toBe(0)
    expect(world.cloud().size).toBe(1)
  })

  it('anchors on objectGUID also where ms-DS-ConsistencyGuid is present', () => {
    const world = worldWith(group('team', { attributes: { 'mS-DS-ConsistencyGuid': guid('other') } }))
    expect([...world.cloud().keys()]).toEqual([guid('a-team').b])
  })

  const groupType = DISTRIBUTION_GLOBAL
  it.each([
    ['a distribution group without mail', { groupType }, 0],
    ['a distribution group with mail', { groupType, mail: 'list@a.example' }, 1],
    ['a distribution group with a primary address', { groupType, proxyAddresses: ['SMTP:l@a.example'] }, 1],
    ['a distribution group with an X500 address only', { groupType, proxyAddresses: ['X500:/o=x'] }, 0],
    ['the rich coexistence group', { sAMAccountName: 'MSOL_AD_Sync_RichCoexistence' }, 0],
    ['a role group', { msExchRecipientTypeDetails: 0x40000000 }, 0],
  ])('%s', (_, attributes, exported) => {
    expect(worldWith(group('list', { attributes })).cloud().size).toBe(exported)
  })

  it.each([
    ['isCriticalSystemObject', true],
    ['adminDescription', 'Group_1'],
  ])('never projects a group with %s %s', (name, value) => {
    expect(worldWith(group('team', { attributes: { [name]: value } })).mvs.size).toBe(0)
  })

  it('does not export a group that is too large', () => {
    expect(worldWith(group('all', { references: { member: 250_000 } })).cloud().size).toBe(0)
  })

  it('freezes, and does not delete, a group that outgrows the ceiling, until it is smaller again', () => {
    const world = worldWith(group('all', { references: { member: 249_999 } }))
    world.confirmExports()
    world.import(group('all', { references: { member: 250_000 }, attributes: { info: 'grown' } }))
    world.synchronise()
    expect(world.errors.get('a:all')).toBe('sync.group_too_large')
    expect(world.cloud().get(guid('a-all').b)).not.toHaveProperty('info')
    world.import(group('all', { references: { member: 10 }, attributes: { info: 'small' } }))
    world.synchronise()
    expect(world.errors.size).toBe(0)
    expect(world.cloud().get(guid('a-all').b)).toHaveProperty('info', 'small')
  })
})

describe('planObject: contacts', () => {
  it('exports a contact with mail, with the flows that users have', () => {
    const world = worldWith(
      contact('eve', {
        references: { manager: 1 },
        attributes: {
          givenName: 'Eve',
          sn: 'X',
          l: 'Bern',
          mailNickname: 'eve',
          proxyAddresses: ['SMTP:eve@p.example'],
        },
      }),
    )
    const anchor = guid('a-c-eve').b
    expect(world.cloud().get(anchor)).toEqual({
      objectType: 'contact',
      displayName: 'eve',
      givenName: 'Eve',
      l: 'Bern',
      mail: 'eve@partner.example',
      mailNickname: 'eve',
      proxyAddresses: ['SMTP:eve@p.example'],
      sn: 'X',
      sourceAnchor: anchor,
    })
    expect([...world.mvs.values()][0]?.attributes.sourceObjectType).toBe('Contact')
  })

  it('neither joins nor projects a contact without mail', () => {
    const world = worldWith(contact('eve', { attributes: { mail: '' } }))
    expect(world.mvs.size).toBe(0)
    expect(world.errors.size).toBe(0)
  })

  it('does not export a contact whose mail is no address', () => {
    expect(worldWith(contact('eve', { attributes: { mail: 'eve' } })).cloud().size).toBe(0)
  })

  it.each([
    ['hidden', true, 0],
    ['visible', false, 1],
  ])('an (MSOL) contact that is %s', (_, hidden, exported) => {
    const attributes = { displayName: 'Eve (MSOL)', msExchHideFromAddressLists: hidden }
    expect(worldWith(contact('eve', { attributes })).cloud().size).toBe(exported)
  })

  it('stays a second object beside a user of the same forest with the same mail', () => {
    const attributes = { mail: 'ada@a.example', givenName: 'from the contact' }
    const world = worldWith(user('ada'), contact('eve', { attributes }))
    expect(world.errors.size).toBe(0)
    expect([...world.cloud().values()].map(({ objectType }) => objectType).sort()).toEqual([
      'contact',
      'user',
    ])
    expect(world.cloud().get(guid('a-ada').b)).not.toHaveProperty('givenName')
  })

  it('reports two contacts of one forest with the same mail as ambiguous and keeps the first', () => {
    const world = worldWith(
      contact('eve'),
      contact('mallory', { attributes: { mail: 'EVE@partner.example' } }),
    )
    expect([...world.errors]).toEqual([['a:mallory', 'sync.join_ambiguous']])
    expect(world.cloud().size).toBe(1)
  })

  it('evaluates the loser again when the winner is gone', () => {
    const world = worldWith(
      contact('eve'),
      contact('mallory', { attributes: { mail: 'eve@partner.example' } }),
    )
    world.remove('a:eve')
    world.synchronise()
    expect(world.errors.size).toBe(0)
    expect(world.get('a:mallory').link?.kind).toBe('projected')
  })
})

describe('planObject: foreign security principals', () => {
  const two = configurationFor(['a', 'b'])
  const sid = 'S-1-5-21-2127521184-1604012920-1887927527-1105'

  it('joins the account of the other forest and contributes nothing', () => {
    const world = new SmallWorld(two)
    world.import(user('bob', { forest: 'b' }))
    world.synchronise()
    const [before] = world.mvs.values()
    world.import(foreignPrincipal(sid))
    world.synchronise()
    expect(world.get(`a:fsp-${sid}`).link).toMatchObject({ kind: 'joined', mvId: before?.id })
    expect([...world.mvs.values()]).toEqual([before])
  })

  it('links as an alias beside an account of its own forest, whoever comes first', () => {
    const chosen = { 'mS-DS-ConsistencyGuid': guid('one') }
    const bob = user('bob', { forest: 'b', attributes: chosen })
    const ada = user('ada', { attributes: chosen })
    for (const order of [
      ['b:bob', 'a:ada', `a:fsp-${sid}`],
      ['b:bob', `a:fsp-${sid}`, 'a:ada'],
    ]) {
      const world = new SmallWorld(two)
      for (const object of [bob, ada, foreignPrincipal(sid)]) world.import(object)
      world.synchronise(order)
      expect(world.errors.size).toBe(0)
      expect(world.mvs.size).toBe(1)
      expect(world.get(`a:fsp-${sid}`).link?.mvId).toBe(world.get('a:ada').link?.mvId)
    }
  })

  it('is let go when the account it stands for is gone, and does not keep it alive', () => {
    const world = new SmallWorld(two)
    world.import(user('bob', { forest: 'b' }))
    world.import(foreignPrincipal(sid))
    world.synchronise()
    world.remove('b:bob')
    const plan = world.plan('b:bob')
    expect(plan).toMatchObject({ ok: true, mv: { kind: 'deleted' }, unlinked: [`a:fsp-${sid}`] })
  })
})
