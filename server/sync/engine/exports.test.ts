import { describe, expect, it } from 'vitest'
import { canonicalDeleteSet } from './delete-set.ts'
import { type GuardCount, guardDeletes } from './guard-deletes.ts'
import { claimKey, type OrderedExport, orderExports } from './order-exports.ts'

const LIMITS = { count: 500, percent: 40, minimum: 20 }

function counts(pending: number, total: number, objectType = 'user', sourceConnectorId = 'a'): GuardCount {
  return { sourceConnectorId, objectType, pending, total }
}

function verdict(
  deletes: readonly GuardCount[],
  disables: readonly GuardCount[] = [],
  holdDeletesOnly = false,
) {
  return guardDeletes({ deletes, disables, limits: { deletes: LIMITS, disables: LIMITS }, holdDeletesOnly })
}

describe('guardDeletes', () => {
  it.each([
    [500, 100_000, 'go'],
    [501, 100_000, 'stop'],
    [19, 19, 'go'],
    [20, 50, 'go'],
    [21, 50, 'stop'],
    [20, 49, 'stop'],
  ])('%i deletes of %i objects: %s', (pending, total, expected) => {
    expect(verdict([counts(pending, total)]).verdict).toBe(expected)
  })

  it('adds all types and sources for the count, and looks at each for the share', () => {
    const many = [counts(250, 1000), counts(251, 1000, 'group'), counts(0, 10, 'contact', 'b')]
    expect(verdict(many).reasons).toMatchObject([{ limit: 'count', pending: 501, allowed: 500 }])
    expect(verdict([counts(1, 10_000), counts(30, 60, 'group', 'b')]).reasons).toMatchObject([
      { limit: 'percent', pending: 30, allowed: 24, objectType: 'group', sourceConnectorId: 'b' },
    ])
  })

  it('counts disables apart', () => {
    expect(verdict([counts(300, 100_000)], [counts(300, 100_000)]).verdict).toBe('go')
    expect(verdict([], [counts(501, 100_000)]).reasons).toMatchObject([{ counter: 'disables' }])
  })

  it('holds back only the deletes where that is set', () => {
    expect(verdict([counts(501, 100_000)], [], true).verdict).toBe('hold')
  })
})

describe('canonicalDeleteSet', () => {
  const change = { connectorId: 'cloud', change: 'delete', objectType: 'user', object: '1' } as const

  it('is equal for equal sets and different for any other', () => {
    const other = { ...change, object: '2' }
    expect(canonicalDeleteSet([change, other])).toBe(canonicalDeleteSet([other, change, change]))
    const variants = [[], [change], [other], [change, other], [{ ...change, change: 'disable' as const }]]
    expect(new Set(variants.map(canonicalDeleteSet)).size).toBe(variants.length)
  })

  it('cannot be confused by separators in a value', () => {
    const a = { ...change, objectType: 'user","x', object: 'y' }
    const b = { ...change, objectType: 'user', object: 'x","y' }
    expect(canonicalDeleteSet([a])).not.toBe(canonicalDeleteSet([b]))
  })
})

function change(id: string, part: Partial<OrderedExport> = {}): OrderedExport {
  return { id, operation: 'update', dn: `CN=${id}`, createdAt: undefined, releases: [], claims: [], ...part }
}

function order(...exports: readonly OrderedExport[]): string[] {
  return orderExports(exports).map((group) => group.map(({ id }) => id).join('+'))
}

describe('orderExports', () => {
  const upn = (value: string) => [claimKey('userPrincipalName', value)]

  it('writes deletes, updates, adds; new objects by age, then name', () => {
    expect(
      order(
        change('young', { operation: 'add', createdAt: '2026-02-01' }),
        change('old', { operation: 'add', createdAt: '2026-01-01' }),
        change('b'),
        change('a'),
        change('z', { operation: 'delete' }),
      ),
    ).toEqual(['z', 'a', 'b', 'old', 'young'])
  })

  it('releases a value before another object claims it, ignoring case', () => {
    expect(order(change('a', { claims: upn('X@y') }), change('b', { releases: upn('x@Y') }))).toEqual([
      'b',
      'a',
    ])
  })

  it('follows chains of any length', () => {
    const chain = Array.from({ length: 5000 }, (_, i) =>
      change(`n${String(i).padStart(5, '0')}`, { claims: upn(`v${i}`), releases: upn(`v${i - 1}`) }),
    )
    expect(order(...chain)[0]).toBe('n04999')
    expect(order(...chain)).toHaveLength(5000)
  })

  it('puts objects that swap values into one group', () => {
    const a = change('a', { releases: upn('x'), claims: upn('y') })
    const b = change('b', { releases: upn('y'), claims: upn('x') })
    const c = change('c', { claims: [claimKey('proxyAddresses', 'x')] })
    expect(order(c, b, a)).toEqual(['a+b', 'c'])
  })

  it('adds parents before children and deletes children before parents', () => {
    const dns = { parent: 'OU=a\\,b,DC=x', child: 'CN=c,OU=A\\,b,DC=x' }
    const added = [
      change('1', { operation: 'add', dn: dns.child }),
      change('2', { operation: 'add', dn: dns.parent, createdAt: '2026' }),
    ]
    expect(order(...added)).toEqual(['2', '1'])
    const deleted = [
      change('2', { operation: 'delete', dn: dns.parent, createdAt: '2020' }),
      change('1', { operation: 'delete', dn: dns.child, createdAt: '2026' }),
    ]
    expect(order(...deleted)).toEqual(['1', '2'])
  })
})
