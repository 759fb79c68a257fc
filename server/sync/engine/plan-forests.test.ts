import { describe, expect, it } from 'vitest'
import { configurationFor, contact, group, guid, user } from './fixtures/objects.ts'
import { SmallWorld } from './fixtures/small-world.ts'
import type { CsObject } from './model.ts'

const configuration = configurationFor(['a', 'b'])
const byMail = configurationFor(['a', 'b'], undefined, 'mail')
const same = { 'mS-DS-ConsistencyGuid': guid('same') }

function synchronised(config: typeof configuration, ...objects: readonly CsObject[]): SmallWorld {
  const world = new SmallWorld(config)
  objects.forEach((object) => {
    world.import(object)
  })
  world.synchronise()
  return world
}

describe('planObject: accounts of two forests', () => {
  const a = user('ada', { attributes: { ...same, title: 'from a' } })
  const b = user('ada', { forest: 'b', attributes: { ...same, title: 'from b', department: 'b only' } })

  it('joins the second account by anchor; the older forest wins value by value', () => {
    const world = synchronised(configuration, a, b)
    expect(world.mvs.size).toBe(1)
    expect(world.get('b:ada').link?.kind).toBe('joined')
    expect(world.cloud().get(guid('same').b)).toMatchObject({ title: 'from a', department: 'b only' })
  })

  it('lets the enabled account give sign-in attributes, whichever forest is older', () => {
    const world = synchronised(
      configuration,
      { ...a, attributes: { ...a.attributes, userAccountControl: 514 } },
      b,
    )
    expect(world.cloud().get(guid('same').b)).toMatchObject({
      accountEnabled: true,
      userPrincipalName: 'ada@b.example',
      title: 'from a',
    })
  })

  it('recalls the values of a source that leaves; lower precedence takes over', () => {
    const world = synchronised(configuration, a, b)
    world.confirmExports()
    world.synchronise()
    world.remove('a:ada')
    const plan = world.plan('a:ada')
    expect(plan).toMatchObject({ ok: true, link: { kind: 'disconnected' }, mv: { kind: 'updated' } })
    expect(world.cloud().get(guid('same').b)).toMatchObject({
      title: 'from b',
      userPrincipalName: 'ada@b.example',
    })
    world.remove('b:ada')
    world.synchronise()
    expect(world.mvs.size).toBe(0)
    expect(world.cloud().size).toBe(0)
  })

  it('joins by mail when that was chosen, after the anchor', () => {
    const mail = { mail: 'one@x.example' }
    const world = synchronised(
      byMail,
      user('ada', { attributes: mail }),
      user('eve', { forest: 'b', attributes: mail }),
    )
    expect(world.mvs.size).toBe(1)
  })

  it('tries the next group when a group finds several, and projects when none finds exactly one', () => {
    const mail = { mail: 'one@x.example' }
    const world = synchronised(
      configuration,
      user('ada', { attributes: mail }),
      user('bob', { attributes: mail }),
    )
    world.configuration = byMail
    world.import(user('eve', { forest: 'b', attributes: mail }))
    world.synchronise()
    expect(world.errors.size).toBe(0)
    expect(world.get('b:eve').link?.kind).toBe('projected')
    expect(world.mvs.size).toBe(3)
  })

  it('does not evaluate a join again while the rule that made it is in scope', () => {
    const mail = { mail: 'one@x.example' }
    const world = synchronised(
      byMail,
      user('ada', { attributes: mail }),
      user('eve', { forest: 'b', attributes: mail }),
    )
    world.import(user('eve', { forest: 'b' }))
    world.synchronise()
    expect(world.mvs.size).toBe(1)
    expect(world.get('b:eve').link?.kind).toBe('joined')
  })

  it('turns a cloud contact into a user when an account joins it', () => {
    const world = synchronised(byMail, contact('ada', { attributes: { mail: 'ada@b.example' } }))
    world.confirmExports()
    world.synchronise()
    world.import(user('ada', { forest: 'b' }))
    world.synchronise()
    expect(world.mvs.size).toBe(1)
    expect([...world.cloud().values()].map(({ objectType }) => objectType)).toEqual(['user'])
    const deleted = [...world.objects.values()].filter(({ exportOperation }) => exportOperation === 'delete')
    expect(deleted.map(({ objectType }) => objectType)).toEqual(['contact'])
  })
})

describe('connect-sync-decisions 12', () => {
  it('exports accountEnabled = false although the anchor error freezes the object', () => {
    const chosen = { mail: 'one@x.example' }
    const world = synchronised(
      byMail,
      user('ada', { attributes: chosen }),
      user('eve', { forest: 'b', disabled: true, attributes: { ...chosen, title: 'frozen' } }),
    )
    world.confirmExports()
    world.synchronise()
    world.remove('a:ada')
    const plan = world.plan('a:ada')
    expect(plan).toHaveProperty(
      'errors.0',
      expect.objectContaining({ code: 'sync.expression_failed', stage: 'export-flow' }),
    )
    expect(plan.targets).toMatchObject([{ kind: 'updated', desired: { accountEnabled: false } }])
    expect(world.cloud().get(guid('a-ada').b)).toMatchObject({ accountEnabled: false })
    expect(world.plan('a:ada').targets).toEqual([])
  })

  it('overrides nothing while another linked account is enabled', () => {
    const chosen = { mail: 'one@x.example' }
    const world = synchronised(
      byMail,
      user('ada', { attributes: chosen }),
      user('eve', { forest: 'b', attributes: chosen }),
    )
    world.confirmExports()
    world.synchronise()
    world.remove('a:ada')
    expect(world.plan('a:ada')).toMatchObject({ ok: false, targets: [] })
  })
})

/** Every order of a small list. */
function permutations<T>(items: readonly T[]): T[][] {
  if (items.length < 2) return [[...items]]
  return items.flatMap((item, index) =>
    permutations(items.toSpliced(index, 1)).map((rest) => [item, ...rest]),
  )
}

describe('the order of planning', () => {
  const mail = { mail: 'one@x.example' }
  const scenarios: [string, readonly CsObject[]][] = [
    [
      'two accounts by anchor',
      [user('p', { attributes: same }), user('q', { forest: 'b', attributes: same })],
    ],
    [
      'a disabled and an enabled account',
      [user('p', { disabled: true, attributes: same }), user('q', { forest: 'b', attributes: same })],
    ],
    [
      'a linked mailbox and its account',
      [
        user('p', {
          disabled: true,
          attributes: { ...mail, mailNickname: 'p', msExchRecipientTypeDetails: 2, title: 'mailbox' },
        }),
        user('q', { forest: 'b', attributes: mail }),
      ],
    ],
    [
      'a contact and an account of another forest',
      [contact('p', { attributes: mail }), user('q', { forest: 'b', attributes: mail })],
    ],
    [
      'a contact and an account of one forest, an account of the other',
      [
        user('p', { attributes: mail }),
        contact('r', { attributes: mail }),
        user('q', { forest: 'b', attributes: { ...mail, department: 'x' } }),
      ],
    ],
    ['unrelated objects', [user('p'), group('g'), user('q', { forest: 'b' }), contact('c', { forest: 'b' })]],
  ]

  it.each(scenarios)('canonical order gives one result however objects arrived: %s', (_, objects) => {
    const states = permutations(objects).map((arrival) => synchronised(byMail, ...arrival).state())
    for (const state of states) expect(state).toEqual(states[0])
  })

  const symmetric = scenarios.filter(([name]) => !name.includes('of one forest'))
  it.each(symmetric)('any order of planning ends in the same values: %s', (_, objects) => {
    const states = permutations(objects).map((order) => {
      const world = new SmallWorld(byMail)
      order.forEach((object) => {
        world.import(object)
      })
      world.synchronise(order.map(({ id }) => id))
      world.confirmExports()
      world.synchronise()
      return world.state()
    })
    for (const state of states) expect(state).toEqual(states[0])
  })
})
