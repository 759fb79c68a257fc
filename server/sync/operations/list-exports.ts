import { z } from 'zod'
import type { Sql } from '../../../db/client.ts'
import { presentAttribute, presentedAttributeSchema } from '../../attributes/present.ts'
import type { AttributeChanges, AttributeMap } from '../../attributes/value.ts'
import { getActiveConfiguration } from '../../configuration/versions.ts'
import { decodeCursor, pageInput, pageOf } from '../../operation/cursor.ts'
import { query } from '../../operation/define.ts'
import { loadPendingSet } from '../pending-set.ts'
import { getTarget } from '../queries/find-target.ts'
import { changedAttributes } from '../store/load-pending-exports.ts'
import { isStaging } from '../switches.ts'

const item = z.object({
  csId: z.string(),
  mvId: z.string().nullable(),
  connectorId: z.string(),
  connectorName: z.string(),
  operation: z.enum(['add', 'update', 'delete']),
  objectType: z.string(),
  name: z.string(),
  dn: z.string(),
  /** Waiting since. */
  since: z.string().nullable(),
  state: z.enum(['pending', 'error']),
  changes: z.array(
    z.object({ attribute: z.string(), before: presentedAttributeSchema, after: presentedAttributeSchema }),
  ),
  /** References waiting, per attribute: a group's members, a user's manager. */
  references: z.array(z.object({ attribute: z.string(), add: z.number(), remove: z.number() })),
  error: z.object({ code: z.string(), message: z.string() }).nullable(),
})

const counts = z.object({
  adds: z.number(),
  updates: z.number(),
  deletes: z.number(),
  disables: z.number(),
  referenceAdds: z.number(),
  referenceRemoves: z.number(),
})

type Row = {
  csId: string
  mvId: string | null
  operation: 'add' | 'update' | 'delete'
  objectType: string
  name: string
  dn: string
  since: Date | null
  state: 'pending' | 'error'
  attributes: AttributeMap
  staged: AttributeChanges | null
  error: { code: string; message: string } | null
  references: { attribute: string; add: number; remove: number }[] | null
}

export const listExports = query({
  name: 'sync.exports.list',
  summary: 'What the next export will write: pending adds, updates and deletes with before and after',
  permission: 'sync.export.read',
  route: { method: 'GET', path: '/sync/exports' },
  input: z.object({
    ...pageInput,
    operation: z.enum(['add', 'update', 'delete']).optional(),
    search: z.string().trim().max(200).optional(),
  }),
  output: z.object({
    items: z.array(item),
    nextCursor: z.string().nullable(),
    counts,
    /** Names exactly the deletes and disables waiting; what an approval is bound to. */
    setHash: z.string(),
    guard: z.object({ outcome: z.enum(['go', 'stop']), reasons: z.array(z.string()), approved: z.boolean() }),
    staging: z.boolean(),
  }),
  run: async ({ input, sql }) => {
    const target = await getTarget(sql)
    const { document } = await getActiveConfiguration(sql)
    const pending = await loadPendingSet(sql, target.id, document.guard)
    const rows = await findPending(sql, target.id, input)
    const page = pageOf(rows, input.top, (row) => [row.csId])
    return {
      items: page.items.map((row) => toItem(row, target)),
      nextCursor: page.nextCursor,
      counts: { ...(await countPending(sql, target.id)), disables: pending.disables },
      setHash: pending.setHash,
      guard: {
        outcome: pending.verdict.verdict === 'go' || pending.approved ? ('go' as const) : ('stop' as const),
        reasons: pending.verdict.reasons.map((reason) => reason.message),
        approved: pending.approved,
      },
      staging: await isStaging(sql),
    }
  },
})

async function findPending(
  sql: Sql,
  targetId: string,
  filter: {
    top: number
    cursor?: string | undefined
    operation?: string | undefined
    search?: string | undefined
  },
): Promise<Row[]> {
  const [after] = filter.cursor ? decodeCursor(filter.cursor, 1) : [null]
  const { rows } = await sql.query<Row>(
    `select o.id as "csId", o.mv_id as "mvId", coalesce(o.export_operation, 'update') as operation,
       o.object_type as "objectType", o.dn, coalesce(o.export_state, 'pending') as state, o.export_since as since,
       coalesce(o.staged ->> 'displayName', o.attributes ->> 'displayName', m.attributes ->> 'displayName', o.dn) as name,
       o.attributes, o.staged, case when o.export_state = 'error' then o.export_error end as error,
       (select jsonb_agg(to_jsonb(r)) from (
          select e.attribute, count(*) filter (where e.state = 'add')::int as add,
            count(*) filter (where e.state = 'remove')::int as remove
          from cs_edge e where e.source_id = o.id and e.state in ('add', 'remove') group by 1 order by 1) r) as references
     from cs_object o left join mv_object m on m.id = o.mv_id
     where o.connector_id = $1 and ($2::uuid is null or o.id > $2)
       and (o.export_state in ('pending', 'error')
         or exists (select from cs_edge e where e.source_id = o.id and e.state in ('add', 'remove')))
       and ($3::text is null or coalesce(o.export_operation, 'update') = $3)
       and ($4::text is null or coalesce(o.staged, o.attributes) ->> 'displayName' ilike $4
         or coalesce(o.staged, o.attributes) ->> 'userPrincipalName' ilike $4)
     order by o.id limit $5`,
    [
      targetId,
      after,
      filter.operation ?? null,
      filter.search ? `%${escapeLike(filter.search)}%` : null,
      filter.top + 1,
    ],
  )
  return rows
}

function escapeLike(text: string): string {
  return text.replace(/[\\%_]/g, '\\$&')
}

function toItem(row: Row, target: { id: string; name: string }): z.input<typeof item> {
  const changed = row.operation === 'delete' || row.staged === null ? {} : changedAttributes(row)
  return {
    csId: row.csId,
    mvId: row.mvId,
    connectorId: target.id,
    connectorName: target.name,
    operation: row.operation,
    objectType: row.objectType,
    name: row.name,
    dn: row.dn,
    since: row.since?.toISOString() ?? null,
    state: row.state,
    changes: Object.entries(changed).map(([attribute, after]) => ({
      attribute,
      before: presentAttribute(row.attributes[attribute] ?? null),
      after: presentAttribute(after),
    })),
    references: row.references ?? [],
    error: row.error && { code: row.error.code, message: row.error.message },
  }
}

async function countPending(sql: Sql, targetId: string): Promise<Omit<z.input<typeof counts>, 'disables'>> {
  const { rows } = await sql.query<Omit<z.input<typeof counts>, 'disables'>>(
    `select count(*) filter (where export_operation = 'add')::int as adds,
       count(*) filter (where export_operation = 'update')::int as updates,
       count(*) filter (where export_operation = 'delete')::int as deletes,
       (select count(*)::int from cs_edge where state = 'add') as "referenceAdds",
       (select count(*)::int from cs_edge where state = 'remove') as "referenceRemoves"
     from cs_object where connector_id = $1 and export_state in ('pending', 'error')`,
    [targetId],
  )
  return rows[0] ?? { adds: 0, updates: 0, deletes: 0, referenceAdds: 0, referenceRemoves: 0 }
}
