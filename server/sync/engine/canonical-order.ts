import type { CompiledConfiguration } from '../../rules/compiled.ts'
import type { CsObject } from './model.ts'

type Ordered = Pick<CsObject, 'connectorId' | 'objectType' | 'anchor' | 'id'>

/**
 * Comparator of the canonical order (connect-sync-decisions 15): precedence of the rule that links objects of the
 * type (so users come before groups, groups before contacts), then connector age, then anchor. Planned in this order
 * from an empty metaverse, the result does not depend on who was imported first.
 */
export function canonicalOrder(configuration: CompiledConfiguration): (a: Ordered, b: Ordered) => number {
  const ranks = new Map<string, number>()
  for (const [connectorId, byType] of configuration.inbound) {
    for (const [objectType, rules] of byType) {
      const linking = rules.find(({ rule }) => rule.joinGroups.length > 0)
      if (linking) ranks.set(`${connectorId} ${objectType}`, linking.rule.precedence)
    }
  }
  const rank = (object: Ordered) =>
    ranks.get(`${object.connectorId} ${object.objectType}`) ?? Number.MAX_SAFE_INTEGER
  const age = (object: Ordered) => configuration.connectors.get(object.connectorId)?.ordinal ?? 0
  return (a, b) =>
    rank(a) - rank(b) ||
    age(a) - age(b) ||
    compareText(a.anchor ?? '', b.anchor ?? '') ||
    compareText(a.id, b.id)
}

/** By UTF-16 code units: the same everywhere, unlike a locale's order. */
function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
