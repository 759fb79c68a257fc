/** One change that needs approval: taking an object away, or disabling an account. */
export type GuardedChange = {
  readonly connectorId: string
  readonly change: 'delete' | 'disable'
  readonly objectType: string
  /** Anchor in the target, or the connector space id of an object that has none yet. */
  readonly object: string
}

/**
 * The set as canonical text: equal for equal sets in any order, different for any other set. Its hash is what an
 * approval is bound to; the caller hashes, this code stays pure.
 */
export function canonicalDeleteSet(changes: Iterable<GuardedChange>): string {
  const lines = new Set<string>()
  for (const { connectorId, change, objectType, object } of changes) {
    lines.add(JSON.stringify([connectorId, change, objectType, object]))
  }
  return [...lines].sort().join('\n')
}
