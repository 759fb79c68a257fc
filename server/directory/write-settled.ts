import type pg from 'pg'
import type { Draft, DraftContext } from './draft-change.ts'
import { loadHolders } from './load-objects.ts'
import type { ChangeResult } from './model.ts'
import { settleClaims } from './settle-claims.ts'
import { touchEdges } from './touch-edges.ts'
import { holdingKey, type UniqueValue, uniqueValuesOf } from './unique-values.ts'
import { writeObjects } from './write-objects.ts'

/**
 * Decides who gets which unique value, writes what may be written and returns a result per draft. The caller holds
 * the directory's lock since before it loaded the drafts' targets.
 */
export async function writeSettled(
  tx: pg.PoolClient,
  drafts: readonly Draft[],
  context: DraftContext,
  changeSeq: number,
): Promise<ChangeResult[]> {
  const holders = await loadHolders(tx, newClaims(drafts))
  const { accepted, refused } = settleClaims(drafts, holders, context)
  const written = accepted.filter(({ outcome }) => outcome !== 'unchanged')
  const writes = written.map(({ target, next }) => ({ before: target, after: next }))
  await writeObjects(tx, writes, changeSeq)
  const restored = written.filter(({ outcome }) => outcome === 'restored')
  await touchEdges(
    tx,
    restored.map(({ next }) => next.id),
    changeSeq,
  )
  return [
    ...[...refused].map(([key, problem]): ChangeResult => ({ key, ok: false, problem })),
    ...accepted.map(
      ({ change, next, outcome, warnings }): ChangeResult => ({
        key: change.key,
        ok: true,
        id: next.id,
        outcome,
        warnings,
      }),
    ),
  ]
}

/** Values that a draft's object does not hold yet. */
function newClaims(drafts: readonly Draft[]): UniqueValue[] {
  const claims = new Map<string, UniqueValue>()
  for (const { target, next } of drafts) {
    if (next.deletedAt) continue
    const held = target && !target.deletedAt ? uniqueValuesOf(target.attributes) : undefined
    for (const value of uniqueValuesOf(next.attributes).values()) {
      if (!held?.has(holdingKey(value))) claims.set(holdingKey(value), value)
    }
  }
  return [...claims.values()]
}
