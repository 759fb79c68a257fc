import { z } from 'zod'
import type { Sql } from '../../../db/client.ts'
import { AUDIT_CATEGORIES } from '../../operation/audit-actions.ts'
import { query } from '../../operation/define.ts'

const input = z.object({
  top: z.coerce.number().int().min(1).max(999).default(100),
  /** `nextCursor` of the page before. */
  cursor: z
    .string()
    .regex(/^\d{1,18}$/, 'is not a cursor of this list')
    .optional(),
  category: z.enum(AUDIT_CATEGORIES).optional(),
  outcome: z.enum(['done', 'refused']).optional(),
  action: z.string().max(100).optional(),
  /** Id of the account or token. */
  actor: z.string().max(100).optional(),
  /** Id of what was changed. */
  target: z.string().max(200).optional(),
  from: z.iso.datetime({ offset: true }).optional(),
  to: z.iso.datetime({ offset: true }).optional(),
  /** Part of the actor's or target's name, the action or the correlation id. */
  search: z.string().trim().max(200).optional(),
})

const item = z.object({
  id: z.string(),
  at: z.string(),
  actor: z.object({ kind: z.string(), id: z.string().nullable(), name: z.string().nullable() }),
  action: z.string(),
  category: z.string(),
  outcome: z.string(),
  target: z.object({ type: z.string(), id: z.string(), name: z.string() }),
  before: z.unknown(),
  after: z.unknown(),
  reason: z.string().nullable(),
  correlationId: z.string(),
  ip: z.string().nullable(),
  sealed: z.boolean(),
})

/** Newest first. Entries up to `sealedUpTo` are chained; later ones are within seconds. */
export const listAudit = query({
  name: 'audit.list',
  summary: 'The audit log, newest first, refused attempts included',
  permission: 'audit.read',
  route: { method: 'GET', path: '/audit' },
  input,
  output: z.object({
    items: z.array(item),
    nextCursor: z.string().nullable(),
    sealedUpTo: z.string().nullable(),
  }),
  run: async ({ input: filter, sql }) => {
    const rows = await findEntries(sql, filter)
    const page = rows.slice(0, filter.top)
    return {
      items: page.map(toItem),
      nextCursor: rows.length > filter.top ? (page.at(-1)?.id ?? null) : null,
      sealedUpTo: await sealedUpTo(sql),
    }
  },
})

type Row = {
  id: string
  at: Date
  actor: z.input<typeof item>['actor']
  action: string
  category: string
  outcome: string
  target: z.input<typeof item>['target']
  before: unknown
  after: unknown
  reason: string | null
  correlationId: string
  ip: string | null
  sealed: boolean
}

async function findEntries(sql: Sql, filter: z.output<typeof input>): Promise<Row[]> {
  const conditions: string[] = []
  const values: unknown[] = []
  const add = (condition: (parameter: string) => string, value: unknown) => {
    if (value === undefined || value === '') return
    values.push(value)
    conditions.push(condition(`$${values.length}`))
  }
  add((p) => `entry.id < ${p}`, filter.cursor)
  add((p) => `category = ${p}`, filter.category)
  add((p) => `outcome = ${p}`, filter.outcome)
  add((p) => `action = ${p}`, filter.action)
  add((p) => `actor_id = ${p}`, filter.actor)
  add((p) => `target_id = ${p}`, filter.target)
  add((p) => `at >= ${p}`, filter.from)
  add((p) => `at < ${p}`, filter.to)
  add(
    (p) => `strpos(lower(concat_ws(' ', actor_name, target_name, action, correlation_id)), lower(${p})) > 0`,
    filter.search,
  )
  values.push(filter.top + 1)
  const { rows } = await sql.query<Row>(
    `select entry.id::text as id, at, action, category, outcome, before, after, reason, ip,
       correlation_id as "correlationId", seal.position is not null as sealed,
       jsonb_build_object('kind', actor_kind, 'id', actor_id, 'name', actor_name) as actor,
       jsonb_build_object('type', target_type, 'id', target_id, 'name', target_name) as target
     from audit_entry entry left join audit_seal seal on seal.entry_id = entry.id
     ${conditions.length > 0 ? `where ${conditions.join(' and ')}` : ''}
     order by entry.id desc limit $${values.length}`,
    values,
  )
  return rows
}

function toItem(row: Row): z.input<typeof item> {
  return { ...row, at: row.at.toISOString() }
}

async function sealedUpTo(sql: Sql): Promise<string | null> {
  const { rows } = await sql.query<{ at: Date }>(
    `select at from audit_seal join audit_entry on audit_entry.id = entry_id order by position desc limit 1`,
  )
  return rows[0]?.at.toISOString() ?? null
}
