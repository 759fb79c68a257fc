import { z } from 'zod'
import type { Sql } from '../../../db/client.ts'
import { presentAttribute, presentedAttributeSchema } from '../../attributes/present.ts'
import type { AttributeMap } from '../../attributes/value.ts'
import { rulesOf } from '../../configuration/rules-of.ts'
import { getActiveConfiguration } from '../../configuration/versions.ts'
import { AppError } from '../../errors.ts'
import { query } from '../../operation/define.ts'
import type { Rule } from '../../rules/model.ts'
import type { StoredReferences } from '../store/rows.ts'

/** Where a value came from: the rule that gave it and the object it was read from. */
const lineageSchema = z.object({
  ruleId: z.string(),
  rule: z.string(),
  precedence: z.number().nullable(),
  flowType: z.string().nullable(),
  /** The rule's source: attribute name, constant or expression. */
  expression: z.string().nullable(),
  connectorId: z.string(),
  connector: z.string(),
  csId: z.string().nullable(),
  dn: z.string().nullable(),
})

const attributeSchema = z.object({
  name: z.string(),
  value: presentedAttributeSchema.optional(),
  /** Number of references, for a reference attribute. */
  references: z.number().optional(),
  lineage: lineageSchema,
})

const linkSchema = z.object({
  csId: z.string(),
  connectorId: z.string(),
  connector: z.string(),
  role: z.enum(['source', 'target']),
  objectType: z.string(),
  dn: z.string(),
  anchor: z.string().nullable(),
  linkKind: z.string(),
  linkRule: z.string(),
  exportState: z.string().nullable(),
})

const historySchema = z.object({
  id: z.string(),
  at: z.string(),
  runId: z.string(),
  kind: z.enum(['mv', 'export']),
  operation: z.string(),
  changes: z.array(
    z.object({ attribute: z.string(), before: presentedAttributeSchema, after: presentedAttributeSchema }),
  ),
})

export const getMetaverse = query({
  name: 'sync.metaverse.get',
  summary: 'A metaverse object: values with lineage, linked objects, history',
  permission: 'metaverse.read',
  route: { method: 'GET', path: '/sync/metaverse/{id}' },
  input: z.object({ id: z.guid() }),
  output: z.object({
    id: z.string(),
    objectType: z.string(),
    displayName: z.string(),
    createdAt: z.string(),
    updatedAt: z.string(),
    attributes: z.array(attributeSchema),
    connectors: z.array(linkSchema),
    /** Newest first, 100 at most. */
    history: z.array(historySchema),
  }),
  run: async ({ input, sql }) => {
    const mv = await getObject(sql, input.id)
    const links = await findLinks(sql, input.id)
    const rules = await findRules(sql)
    return {
      id: mv.id,
      objectType: mv.object_type,
      displayName: String(mv.attributes.displayName ?? mv.attributes.cn ?? ''),
      createdAt: mv.created_at.toISOString(),
      updatedAt: mv.updated_at.toISOString(),
      attributes: [
        ...Object.entries(mv.attributes).map(([name, value]) => ({
          name,
          value: presentAttribute(value),
          lineage: lineageOf(mv.lineage[name] ?? 0, name, rules, links),
        })),
        ...Object.entries(mv.references).map(([name, [rule, source]]) => ({
          name,
          references: mv.counts[name] ?? 0,
          lineage: lineageOf(rule, name, rules, links, source),
        })),
      ].sort((a, b) => (a.name.toLowerCase() < b.name.toLowerCase() ? -1 : 1)),
      connectors: links.map((link) => ({
        ...link,
        linkRule: rules.byId.get(link.linkRule)?.name ?? link.linkRule,
      })),
      history: await findHistory(sql, input.id),
    }
  },
})

type MvRow = {
  id: string
  object_type: string
  attributes: AttributeMap
  references: StoredReferences
  lineage: Record<string, number>
  counts: Record<string, number>
  created_at: Date
  updated_at: Date
}

async function getObject(sql: Sql, id: string): Promise<MvRow> {
  const { rows } = await sql.query<MvRow>(
    `select m.id, m.object_type, m.attributes, m."references", m.lineage, m.created_at, m.updated_at,
       coalesce((select jsonb_object_agg(r.key, (select count(*) from cs_edge e
         where e.source_id = (r.value ->> 1)::uuid and e.attribute = r.value ->> 2))
         from jsonb_each(m."references") r), '{}') as counts
     from mv_object m where m.id = $1`,
    [id],
  )
  const row = rows[0]
  if (row) return row
  throw new AppError('notFound', 'metaverse.not_found', 'There is no metaverse object with this id.', {
    field: 'id',
  })
}

type Link = z.input<typeof linkSchema>

async function findLinks(sql: Sql, mvId: string): Promise<Link[]> {
  const { rows } = await sql.query<Link>(
    `select o.id as "csId", o.connector_id as "connectorId", k.name as connector, k.role, o.object_type as "objectType",
       o.dn, o.anchor, o.link_kind as "linkKind", o.link_rule as "linkRule", o.export_state as "exportState"
     from cs_object o join connector k on k.id = o.connector_id where o.mv_id = $1 order by k.role, k.ordinal`,
    [mvId],
  )
  return rows
}

type KnownRules = {
  readonly byNumber: ReadonlyMap<number, { id: string; name: string; connectorId: string }>
  readonly byId: ReadonlyMap<string, Rule>
}

async function findRules(sql: Sql): Promise<KnownRules> {
  const { document } = await getActiveConfiguration(sql)
  const { rows } = await sql.query<{ number: number; id: string; name: string; connectorId: string }>(
    'select number, id, name, connector_id as "connectorId" from sync_rule',
  )
  return {
    byNumber: new Map(rows.map((row) => [row.number, row])),
    byId: new Map(rulesOf(document).map((rule) => [rule.id, rule])),
  }
}

function lineageOf(
  number: number,
  attribute: string,
  rules: KnownRules,
  links: readonly Link[],
  source?: string,
): z.input<typeof lineageSchema> {
  const known = rules.byNumber.get(number)
  const rule = rules.byId.get(known?.id ?? '')
  const flow = rule?.flows.find((candidate) => candidate.target === attribute)
  const link = links.find((candidate) =>
    source ? candidate.csId === source : candidate.connectorId === known?.connectorId,
  )
  return {
    ruleId: known?.id ?? '',
    rule: rule?.name ?? known?.name ?? '',
    precedence: rule?.precedence ?? null,
    flowType: flow?.flowType ?? null,
    expression: flow?.source ?? null,
    connectorId: known?.connectorId ?? '',
    connector: link?.connector ?? '',
    csId: link?.csId ?? null,
    dn: link?.dn ?? null,
  }
}

type HistoryRow = {
  id: string
  at: Date
  runId: string
  kind: 'mv' | 'export'
  operation: string
  before: AttributeMap | null
  after: Record<string, AttributeMap[string] | null> | null
}

async function findHistory(sql: Sql, mvId: string): Promise<z.input<typeof historySchema>[]> {
  const { rows } = await sql.query<HistoryRow>(
    `select id::text, at, run_id as "runId", kind, operation, before, after from change_log
     where mv_id = $1 order by at desc, id desc limit 100`,
    [mvId],
  )
  return rows.map(({ before, after, at, ...row }) => ({
    ...row,
    at: at.toISOString(),
    changes: [...new Set([...Object.keys(before ?? {}), ...Object.keys(after ?? {})])].map((attribute) => ({
      attribute,
      before: presentAttribute(before?.[attribute] ?? null),
      after: presentAttribute(after?.[attribute] ?? null),
    })),
  }))
}
