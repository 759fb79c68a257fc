import { describe, expect, it } from 'vitest'
import {
  markAll,
  marksOf,
  matching,
  partitionsOf,
  type ScopeNode,
  type ScopeTree,
  tickStates,
  toggle,
} from './selection.ts'

function node(guid: string, kind: ScopeNode['kind'] = 'ou'): ScopeNode {
  return { guid, dn: `OU=${guid},DC=corp,DC=example`, name: guid, kind, hasChildren: true }
}

const domain: ScopeNode = { ...node('corp', 'domain'), dn: 'DC=corp,DC=example' }
const tree: ScopeTree = {
  domains: [domain],
  children: new Map([
    ['corp', [node('sales'), node('staff')]],
    ['sales', [node('north'), node('south')]],
  ]),
  stored: [],
}

describe('toggle', () => {
  it('ticks a container with everything below it and leaves its parents mixed', () => {
    const states = tickStates(tree, toggle(tree, new Map(), 'sales'))
    expect(Object.fromEntries(states)).toEqual({
      corp: 'mixed',
      sales: 'in',
      north: 'in',
      south: 'in',
      staff: 'out',
    })
  })

  it('clears one container below a ticked one', () => {
    const states = tickStates(tree, toggle(tree, markAll(tree, true), 'north'))
    expect(states.get('north')).toBe('out')
    expect(states.get('sales')).toBe('mixed')
    expect(states.get('staff')).toBe('in')
  })

  it('ticks a mixed container with everything below it', () => {
    const mixed = toggle(tree, markAll(tree, true), 'north')
    expect([...tickStates(tree, toggle(tree, mixed, 'sales')).values()]).toEqual([
      'in',
      'in',
      'in',
      'in',
      'in',
    ])
  })
})

describe('partitionsOf', () => {
  it('leaves out a domain with nothing ticked', () => {
    expect(partitionsOf(tree, markAll(tree, false))).toEqual([])
  })

  it('stores the whole domain as an empty include', () => {
    expect(partitionsOf(tree, markAll(tree, true))).toEqual([{ dn: domain.dn, include: [], exclude: [] }])
  })

  it('names the domain when a container below an excluded one is ticked again', () => {
    const marks = toggle(tree, toggle(tree, markAll(tree, true), 'sales'), 'north')
    expect(partitionsOf(tree, marks)).toEqual([
      { dn: domain.dn, include: ['corp', 'north'], exclude: ['sales'] },
    ])
  })

  it('gives back what was stored', () => {
    const stored = [{ dn: domain.dn, include: ['sales'], exclude: ['south'] }]
    expect(partitionsOf(tree, marksOf(tree.domains, stored))).toEqual(stored)
  })
})

describe('what was chosen before and is not loaded', () => {
  const stored = [{ dn: 'dc=corp,DC=example', include: ['sales'], exclude: ['deep'] }]
  const reopened = { ...tree, stored }

  it('stays chosen when another container changes', () => {
    const marks = toggle(reopened, marksOf(tree.domains, stored), 'staff')
    expect(partitionsOf(reopened, marks)).toEqual([
      { dn: domain.dn, include: ['sales', 'staff'], exclude: ['deep'] },
    ])
  })

  it('goes when its whole domain is ticked', () => {
    const marks = toggle(reopened, marksOf(tree.domains, stored), 'corp')
    expect(partitionsOf(reopened, marks)).toEqual([{ dn: domain.dn, include: [], exclude: [] }])
  })

  it('makes its domain mixed', () => {
    const onlyDeep = [{ dn: domain.dn, include: [], exclude: ['deep'] }]
    const marks = marksOf(tree.domains, onlyDeep)
    expect(tickStates({ ...tree, stored: onlyDeep }, marks).get('corp')).toBe('mixed')
  })
})

describe('matching', () => {
  it('keeps the way to what was found', () => {
    expect(matching(tree, 'NORTH')).toEqual(new Set(['north', 'sales', 'corp']))
  })
})
