import { transaction } from '../../db/client.ts'
import type { ExportChange } from '../connectors/connector.ts'
import type { ExportCursor } from './export.ts'
import type { ExportWriter } from './open-for-export.ts'
import type { StepContext } from './run-context.ts'
import { joinByIndex } from './store/join-by-index.ts'
import { refreshStatistics } from './store/refresh-statistics.ts'
import { type RunFailure, saveProgress } from './store/save-progress.ts'

const BATCH = 5000

type PendingEdge = {
  sourceId: string
  attribute: string
  targetId: string
  state: 'add' | 'remove'
  sourceAnchor: string
  targetAnchor: string
  objectType: string
  dn: string
}

/**
 * Second pass of an export: reference edges whose both ends exist in the target. An edge whose end could not be
 * written stays pending. Returns false when the slice was used up.
 */
export async function exportReferences(
  step: StepContext,
  writer: ExportWriter,
  cursor: ExportCursor,
  now: Date,
): Promise<boolean> {
  let after: readonly string[] = [
    '00000000-0000-0000-0000-000000000000',
    '',
    '00000000-0000-0000-0000-000000000000',
  ]
  let done = 0
  for (;;) {
    step.signal.throwIfAborted()
    if (step.sliceOver()) return false
    const edges = await loadEdges(step, after)
    const last = edges.at(-1)
    if (!last) return true
    after = [last.sourceId, last.attribute, last.targetId]
    done += edges.length
    await exportEdges(step, writer, edges, { cursor, done, now })
    await refreshStatistics(step.pool, { before: done - edges.length, now: done })
  }
}

async function loadEdges(step: StepContext, after: readonly string[]): Promise<PendingEdge[]> {
  const { rows } = await step.pool.query<PendingEdge>(
    `select e.source_id as "sourceId", e.attribute, e.target_id as "targetId", e.state, s.anchor as "sourceAnchor",
       t.anchor as "targetAnchor", s.object_type as "objectType", s.dn
     from (
       select * from cs_edge
       where state in ('add', 'remove') and (source_id, attribute, target_id) > ($2::uuid, $3, $4::uuid)
       order by source_id, attribute, target_id offset 0) e
     -- offset 0: both ends are looked up by their key, whatever the database believes of the table.
     cross join lateral (select * from cs_object where id = e.source_id offset 0) s
     cross join lateral (select * from cs_object where id = e.target_id offset 0) t
     where s.connector_id = $1 and s.anchor is not null and s.export_operation is distinct from 'delete'
       and t.anchor is not null and t.export_operation is distinct from 'delete'
     order by e.source_id, e.attribute, e.target_id limit ${BATCH}`,
    [step.settings.id, ...after],
  )
  return rows
}

async function exportEdges(
  step: StepContext,
  writer: ExportWriter,
  edges: readonly PendingEdge[],
  at: { readonly cursor: ExportCursor; readonly done: number; readonly now: Date },
): Promise<void> {
  await transaction(async (tx) => {
    const results = await writer.write(tx, changesOf(edges), at.now)
    const failed = new Map(
      results.flatMap((result) => (result.ok ? [] : [[result.id, result.error] as const])),
    )
    await joinByIndex(tx)
    const written = edges.filter((edge) => !failed.has(edge.sourceId))
    await tx.query(
      `update cs_edge e set state = case e.state when 'add' then 'added' when 'remove' then 'removed' else e.state end
       from unnest($1::uuid[], $2::text[], $3::uuid[]) as w(source_id, attribute, target_id)
       where e.source_id = w.source_id and e.attribute = w.attribute and e.target_id = w.target_id`,
      [
        written.map((edge) => edge.sourceId),
        written.map((edge) => edge.attribute),
        written.map((edge) => edge.targetId),
      ],
    )
    const failures: RunFailure[] = [...failed].map(([id, error]) => ({
      csId: id,
      name: edges.find((edge) => edge.sourceId === id)?.dn ?? '',
      ...error,
      details: error,
    }))
    const added = written.filter((edge) => edge.state === 'add').length
    await saveProgress(tx, step, {
      touched: new Map(),
      counted: { 'export-reference-add': added, 'export-reference-remove': written.length - added },
      failures,
      cursor: at.cursor,
      progress: { phase: 'exporting references', done: at.done },
    })
  }, step.pool)
}

function changesOf(edges: readonly PendingEdge[]): ExportChange[] {
  return [...Map.groupBy(edges, (edge) => edge.sourceId)].flatMap(([id, own]) => {
    const first = own[0]
    if (!first) return []
    const references = [...Map.groupBy(own, (edge) => edge.attribute)].map(([attribute, list]) => ({
      attribute,
      add: list.flatMap((edge) => (edge.state === 'add' ? edge.targetAnchor : [])),
      remove: list.flatMap((edge) => (edge.state === 'remove' ? edge.targetAnchor : [])),
    }))
    return {
      id,
      operation: 'update' as const,
      objectType: first.objectType,
      anchor: first.sourceAnchor,
      dn: first.dn,
      attributes: {},
      references,
      createdAt: undefined,
    }
  })
}
