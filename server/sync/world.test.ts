import { describe, expect, it } from 'vitest'
import type { CsObject, LookupKeys, MvObject, TargetOutcome } from './engine/model.ts'
import { World } from './world.ts'

const NOTHING: LookupKeys = { join: [], targetDns: [], targetJoin: [] }

function person(id: string, link?: CsObject['link']): CsObject {
  return {
    id,
    connectorId: 'forest',
    objectType: 'user',
    dn: `CN=${id}`,
    anchor: id,
    attributes: {},
    staged: undefined,
    referenceCounts: {},
    pendingImport: 'add',
    link,
    exportOperation: undefined,
  }
}

function metaverse(id: string, mail?: string): MvObject {
  return {
    id,
    objectType: 'person',
    attributes: mail === undefined ? {} : { mail },
    references: {},
    lineage: {},
  }
}

const provisioned: TargetOutcome = {
  connectorId: 'cloud',
  csId: 'target',
  kind: 'provisioned',
  objectType: 'user',
  dn: 'CN={61}',
  ruleId: 'out',
  desired: {},
  changed: [],
  references: {},
  lineage: {},
}

/** A batch of one object that was projected to `mv` and provisioned. */
function projectedInto(mv: MvObject): World {
  const world = new World(['mail'])
  const object = person('first')
  world.addObject(object)
  world.apply(object, {
    ok: true,
    link: { kind: 'projected', mvId: mv.id, ruleId: 'in' },
    mv: { kind: 'created', mv, before: undefined },
    targets: [provisioned],
    unlinked: [],
    planAgain: false,
    trace: [],
    decisions: [],
  })
  return world
}

function loaded(fill: (world: World) => void): World {
  const world = new World(['mail'])
  fill(world)
  return world
}

describe('whether a batch concerns one that was loaded before it was saved', () => {
  const before = projectedInto(metaverse('mv', 'anna@corp.example'))
  const other = loaded((world) => world.addObject(person('second')))

  it('is not so when they share nothing', () => {
    const keys = {
      ...NOTHING,
      join: [{ attribute: 'mail', key: 'ben@corp.example' }],
      targetDns: ['CN={62}'],
    }
    expect(before.concerns(other, [NOTHING, keys])).toBe(false)
  })

  it('is so when the other looked for a key that it gives or gave up', () => {
    const wanted = { ...NOTHING, join: [{ attribute: 'mail', key: 'anna@corp.example' }] }
    expect(before.concerns(other, [wanted])).toBe(true)
    const renamed = new World(['mail'])
    const object = person('first', { mvId: 'mv', kind: 'projected', ruleId: 'in' })
    renamed.addObject(object)
    renamed.addMv(metaverse('mv', 'anna@corp.example'))
    renamed.apply(object, {
      ok: true,
      link: { kind: 'unchanged' },
      mv: { kind: 'updated', mv: metaverse('mv'), before: metaverse('mv', 'anna@corp.example') },
      targets: [],
      unlinked: [],
      planAgain: false,
      trace: [],
      decisions: [],
    })
    expect(renamed.concerns(other, [wanted])).toBe(true)
  })

  it('is so when the other may have met the same target object', () => {
    expect(before.concerns(other, [{ ...NOTHING, targetDns: ['cn={61}'] }])).toBe(true)
  })

  it('is so when both hold one object or one metaverse object', () => {
    const object = loaded((world) => world.addObject(person('first')))
    expect(before.concerns(object, [NOTHING])).toBe(true)
    const mv = loaded((world) => world.addMv(metaverse('mv')))
    expect(before.concerns(mv, [NOTHING])).toBe(true)
  })
})
