import { createHash } from 'node:crypto'
import type { Sql } from '../../db/client.ts'
import type { Configuration } from '../configuration/schema.ts'
import { type GuardVerdict, guardDeletes } from './engine/guard-deletes.ts'

/** Pending exports that the guard watches, with its verdict. */
export type PendingSet = {
  /** SHA-256 (lower-case hex) of exactly the deletes and disables waiting; an approval is bound to it. */
  readonly setHash: string
  readonly deletes: number
  readonly disables: number
  readonly verdict: GuardVerdict
  /** True when exactly this set was approved and the approval is not used up. */
  readonly approved: boolean
}

/** A pending update that turns an enabled account off. */
export const IS_DISABLE = `(o.export_operation = 'update' and o.staged -> 'accountEnabled' = 'false'
  and o.attributes -> 'accountEnabled' = 'true')`

/** What of a target's pending exports the guard has to decide on: deletes and disables, per type and source. */
export async function loadPendingSet(
  sql: Sql,
  connectorId: string,
  guard: Configuration['guard'],
): Promise<PendingSet> {
  const { rows: guarded } = await sql.query<{ id: string; kind: 'delete' | 'disable' }>(
    `select o.id, case when o.export_operation = 'delete' then 'delete' else 'disable' end as kind
     from cs_object o
     where o.connector_id = $1 and o.export_state in ('pending', 'error')
       and (o.export_operation = 'delete' or ${IS_DISABLE})
     order by o.id`,
    [connectorId],
  )
  const { rows: groups } = await sql.query<{
    objectType: string
    sourceId: string | null
    deletes: number
    disables: number
    total: number
  }>(
    `select o.object_type as "objectType", o.origin_id as "sourceId", count(*)::int as total,
       count(*) filter (where o.export_operation = 'delete' and o.export_state in ('pending', 'error'))::int as deletes,
       count(*) filter (where ${IS_DISABLE} and o.export_state in ('pending', 'error'))::int as disables
     from cs_object o
     where o.connector_id = $1 and not o.placeholder and o.anchor is not null and o.origin_id is not null
     group by 1, 2`,
    [connectorId],
  )
  const setHash = createHash('sha256')
    .update(guarded.map(({ id, kind }) => `${kind} ${id}\n`).join(''))
    .digest('hex')
  const { rows: approvals } = await sql.query(
    'select from export_approval where connector_id = $1 and set_hash = $2 and used_at is null limit 1',
    [connectorId, setHash],
  )
  return {
    setHash,
    deletes: guarded.filter((entry) => entry.kind === 'delete').length,
    disables: guarded.filter((entry) => entry.kind === 'disable').length,
    verdict: guardDeletes({
      guard,
      groups: groups.map((group) => ({ ...group, sourceId: group.sourceId ?? '' })),
    }),
    approved: approvals.length > 0,
  }
}
