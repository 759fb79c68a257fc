import { z } from 'zod'
import type { Sql } from '../../../db/client.ts'
import { decodeCursor, pageInput, pageOf } from '../../operation/cursor.ts'
import { query } from '../../operation/define.ts'
import { CATEGORIES, categoryOf, type ErrorCategory } from '../error-catalogue.ts'

const item = z.object({
  csId: z.string(),
  mvId: z.string().nullable(),
  connectorId: z.string(),
  connectorName: z.string(),
  name: z.string(),
  objectType: z.string(),
  dn: z.string(),
  /** Where it failed: while synchronising or when written to the target; a warning was written, but changed. */
  stage: z.enum(['sync', 'export', 'warning']),
  category: z.enum(CATEGORIES),
  code: z.string(),
  message: z.string(),
  attribute: z.string().nullable(),
  value: z.string().nullable(),
  otherObject: z
    .object({
      id: z.string(),
      name: z.string(),
      objectType: z.string().optional(),
      kind: z.string().optional(),
    })
    .nullable(),
  firstSeen: z.string(),
  lastSeen: z.string(),
  count: z.number(),
})

type StoredError = {
  code: string
  message: string
  attribute?: string
  value?: string
  otherObject?: { id: string; name: string; objectType?: string; kind?: string }
  firstAt: string
  lastAt: string
  count: number
}

type Row = {
  csId: string
  mvId: string | null
  connectorId: string
  connectorName: string
  name: string
  objectType: string
  dn: string
  stage: 'sync' | 'export' | 'warning'
  error: StoredError
}

export const listErrors = query({
  name: 'errors.list',
  summary: 'Objects that cannot be synchronised or written, with cause, other object and fix',
  permission: 'sync.error.read',
  route: { method: 'GET', path: '/errors' },
  input: z.object({
    ...pageInput,
    category: z.enum(CATEGORIES).optional(),
    connector: z.guid().optional(),
    search: z.string().trim().max(200).optional(),
  }),
  output: z.object({
    items: z.array(item),
    nextCursor: z.string().nullable(),
    /** Number of objects per category, regardless of the filter. */
    counts: z.partialRecord(z.enum(CATEGORIES), z.number()),
    /** When errors were last looked for: the end of the newest synchronization or export. */
    checkedAt: z.string().nullable(),
  }),
  run: async ({ input, sql }) => {
    const rows = await findErrors(sql, input)
    const page = pageOf(rows, input.top, (row) => [row.csId, row.stage])
    return {
      items: page.items.map(toItem),
      nextCursor: page.nextCursor,
      counts: await countByCategory(sql),
      checkedAt: await lastCheck(sql),
    }
  },
})

const ERRORS = `(
  select id, 'sync' as stage, sync_error as error from cs_object where sync_error is not null
  union all
  select id, 'export', export_error from cs_object where export_state = 'error'
  union all
  select id, 'warning', export_warnings -> 0 || jsonb_build_object('firstAt', exported_at, 'lastAt', exported_at, 'count', 1)
  from cs_object where export_warnings is not null
) as e(id, stage, error)`

async function findErrors(
  sql: Sql,
  filter: {
    top: number
    cursor?: string | undefined
    category?: ErrorCategory | undefined
    connector?: string | undefined
    search?: string | undefined
  },
): Promise<Row[]> {
  const [afterId, afterStage] = filter.cursor ? decodeCursor(filter.cursor, 2) : [null, null]
  const codes = await codesOf(sql, filter.category)
  const { rows } = await sql.query<Row>(
    `select o.id as "csId", o.mv_id as "mvId", o.connector_id as "connectorId", k.name as "connectorName",
       coalesce(o.attributes ->> 'displayName', o.staged ->> 'displayName', m.attributes ->> 'displayName', o.dn) as name,
       o.object_type as "objectType", o.dn, e.stage, e.error
     from ${ERRORS}
     join cs_object o on o.id = e.id join connector k on k.id = o.connector_id
     left join mv_object m on m.id = o.mv_id
     where ($1::uuid is null or (o.id, e.stage) > ($1::uuid, $2)) and ($3::uuid is null or o.connector_id = $3)
       and ($4::text[] is null or e.error ->> 'code' = any($4))
       and ($5::text is null or strpos(lower(o.dn || coalesce(o.staged, o.attributes)::text || e.error::text), lower($5)) > 0)
     order by o.id, e.stage limit $6`,
    [afterId, afterStage, filter.connector ?? null, codes, filter.search ?? null, filter.top + 1],
  )
  return rows
}

/** The codes in use that belong to a category; null for all. */
async function codesOf(sql: Sql, category: ErrorCategory | undefined): Promise<string[] | null> {
  if (!category) return null
  const { rows } = await sql.query<{ code: string }>(
    `select distinct error ->> 'code' as code from ${ERRORS}`,
  )
  return rows.map((row) => row.code).filter((code) => categoryOf(code) === category)
}

async function countByCategory(sql: Sql): Promise<Partial<Record<ErrorCategory, number>>> {
  const { rows } = await sql.query<{ code: string; count: number }>(
    `select error ->> 'code' as code, count(*)::int as count from ${ERRORS} group by 1`,
  )
  const counts: Partial<Record<ErrorCategory, number>> = {}
  for (const { code, count } of rows) counts[categoryOf(code)] = (counts[categoryOf(code)] ?? 0) + count
  return counts
}

async function lastCheck(sql: Sql): Promise<string | null> {
  const { rows } = await sql.query<{ at: Date | null }>(
    `select max(finished_at) as at from run where profile in ('full-sync', 'delta-sync', 'export')`,
  )
  return rows[0]?.at?.toISOString() ?? null
}

function toItem(row: Row): z.input<typeof item> {
  const { error, ...object } = row
  return {
    ...object,
    category: categoryOf(error.code),
    code: error.code,
    message: error.message,
    attribute: error.attribute ?? null,
    value: error.value ?? null,
    otherObject: error.otherObject ?? null,
    firstSeen: error.firstAt,
    lastSeen: error.lastAt,
    count: error.count,
  }
}
