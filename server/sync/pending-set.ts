import { createHash } from 'node:crypto'
import type { Sql } from '../../db/client.ts'
import type { Configuration } from '../configuration/schema.ts'
import { canonicalDeleteSet, type GuardedChange } from './engine/delete-set.ts'
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
export const IS_DISABLE = `((o.export_operation = 'update' and o.staged -> 'accountEnabled' = 'false'
  and o.attributes -> 'accountEnabled' = 'true') is true)`

/** What of a target's pending exports the guard has to decide on: deletes and disables, per type and source. */
export async function loadPendingSet(
  sql: Sql,
  connectorId: string,
  guard: Configuration['guard'],
): Promise<PendingSet> {
  const { rows: guarded } = await sql.query<GuardedChange>(
    `select o.connector_id as "connectorId", o.object_type as "objectType", coalesce(o.anchor, o.id::text) as object,
       case when o.export_operation = 'delete' then 'delete' else 'disable' end as change
     from cs_object o
     where o.connector_id = $1 and o.export_state in ('pending', 'error')
       and (o.export_operation = 'delete' or ${IS_DISABLE})`,
    [connectorId],
  )
  const groups = await countGuarded(sql, connectorId)
  const setHash = createHash('sha256').update(canonicalDeleteSet(guarded)).digest('hex')
  const { rows: approvals } = await sql.query(
    'select from export_approval where connector_id = $1 and set_hash = $2 and used_at is null limit 1',
    [connectorId, setHash],
  )
  return {
    setHash,
    deletes: guarded.filter((entry) => entry.change === 'delete').length,
    disables: guarded.filter((entry) => entry.change === 'disable').length,
    verdict: guardDeletes({
      deletes: groups.map(({ deletes, ...group }) => ({ ...group, pending: deletes })),
      disables: groups.map(({ disables, ...group }) => ({ ...group, pending: disables })),
      limits: guard,
      holdDeletesOnly: guard.holdDeletesOnly,
    }),
    approved: approvals.length > 0,
  }
}

type Guarded = {
  readonly objectType: string
  readonly sourceConnectorId: string
  readonly deletes: number
  readonly disables: number
  readonly total: number
}

/** Per object type and source: how many objects the target holds, and how many would go or be disabled. */
async function countGuarded(sql: Sql, connectorId: string): Promise<Guarded[]> {
  const { rows } = await sql.query<Guarded>(
    `select o.object_type as "objectType", coalesce(o.origin_id::text, '') as "sourceConnectorId",
       count(*)::int as total,
       count(*) filter (where o.export_operation = 'delete' and o.export_state in ('pending', 'error'))::int as deletes,
       count(*) filter (where ${IS_DISABLE} and o.export_state in ('pending', 'error'))::int as disables
     from cs_object o
     where o.connector_id = $1 and not o.placeholder and o.anchor is not null
       and (o.origin_id is not null or o.mv_id is not null)
     group by 1, 2`,
    [connectorId],
  )
  return rows
}
