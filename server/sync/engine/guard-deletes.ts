/** Limits of one counter (architecture: 500 pass, 501 stop; more than 40 % of at least 20 stop). */
export type GuardLimits = {
  /** More pending changes than this, all types together, stop the export. */
  readonly count: number
  /** More than this share of the objects of one type of one source stops it too … */
  readonly percent: number
  /** … when it is at least this many. */
  readonly minimum: number
}

/** Pending changes that take objects of one type of one source away, and how many such objects there are. */
export type GuardCount = {
  readonly sourceConnectorId: string
  readonly objectType: string
  readonly pending: number
  /** Objects of the type that the target holds from this source before the export. */
  readonly total: number
}

export type GuardReason = {
  readonly counter: 'deletes' | 'disables'
  readonly limit: 'count' | 'percent'
  readonly pending: number
  readonly allowed: number
  readonly sourceConnectorId?: string
  readonly objectType?: string
  /** For people, with both numbers. */
  readonly message: string
}

/** `hold` exports everything but the counted changes; `stop` exports nothing. */
export type GuardVerdict = {
  readonly verdict: 'go' | 'hold' | 'stop'
  readonly reasons: readonly GuardReason[]
}

/**
 * Decides before the first write of an export to one target whether it may run. Deletes and disables are counted
 * apart, each against its limits. With `holdDeletesOnly` too many of them hold back only themselves.
 */
export function guardDeletes(input: {
  readonly deletes: readonly GuardCount[]
  readonly disables: readonly GuardCount[]
  readonly limits: { readonly deletes: GuardLimits; readonly disables: GuardLimits }
  readonly holdDeletesOnly: boolean
}): GuardVerdict {
  const reasons = [
    ...reasonsOf('deletes', input.deletes, input.limits.deletes),
    ...reasonsOf('disables', input.disables, input.limits.disables),
  ]
  if (reasons.length === 0) return { verdict: 'go', reasons }
  return { verdict: input.holdDeletesOnly ? 'hold' : 'stop', reasons }
}

function reasonsOf(
  counter: GuardReason['counter'],
  counts: readonly GuardCount[],
  limits: GuardLimits,
): GuardReason[] {
  const pending = counts.reduce((sum, count) => sum + count.pending, 0)
  const reasons: GuardReason[] = []
  if (pending > limits.count) {
    const message = `${pending} pending ${counter}, more than the limit of ${limits.count}.`
    reasons.push({ counter, limit: 'count', pending, allowed: limits.count, message })
  }
  for (const count of counts) {
    if (count.pending < limits.minimum || count.pending * 100 <= limits.percent * count.total) continue
    const allowed = Math.floor((limits.percent * count.total) / 100)
    const message = `${count.pending} pending ${counter} of ${count.total} objects of type ${count.objectType} from one source, more than ${limits.percent} %.`
    const { sourceConnectorId, objectType } = count
    reasons.push({
      counter,
      limit: 'percent',
      pending: count.pending,
      allowed,
      sourceConnectorId,
      objectType,
      message,
    })
  }
  return reasons
}
