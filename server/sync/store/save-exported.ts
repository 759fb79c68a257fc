import type pg from 'pg'
import { jsonRows } from '../../../db/json.ts'
import type { ExportError, ExportResult, ExportWarning } from '../../connectors/connector.ts'
import { changedAttributes, type PendingExport } from './load-pending-exports.ts'

/** What became of one pending export; no result means that there was nothing to send. */
export type ExportOutcome = { readonly pending: PendingExport; readonly result: ExportResult | undefined }

/**
 * Notes the outcomes on the objects and in the change log, in the transaction that wrote them to the target. `retried`
 * tells which errors are tried again in the same export: they are not counted yet.
 */
export async function saveExported(
  tx: pg.PoolClient,
  runId: string,
  outcomes: readonly ExportOutcome[],
  retried: (error: ExportError) => boolean,
): Promise<void> {
  const sent: { id: string; anchor: string; warnings: readonly ExportWarning[] | null }[] = []
  const failed: Failed[] = []
  const settled: string[] = []
  const log: unknown[] = []
  for (const { pending, result } of outcomes) {
    if (!result) settled.push(pending.id)
    else if (result.ok) {
      sent.push({ id: pending.id, anchor: result.anchor, warnings: result.warnings ?? null })
      log.push(logEntry(pending))
    } else failed.push({ id: pending.id, error: result.error, counts: retried(result.error) ? 0 : 1 })
  }
  await replaceHolders(tx, sent)
  await tx.query(
    `update cs_object o set export_state = 'exported', export_error = null, exported_at = now(), anchor = p.anchor,
       export_warnings = p.warnings
     from jsonb_to_recordset($1::jsonb) as p(id uuid, anchor text, warnings jsonb) where o.id = p.id`,
    [jsonRows(sent)],
  )
  await tx.query(
    `update cs_object o set export_state = null, export_operation = null, export_error = null, export_since = null,
       staged = null
     where id = any($1)`,
    [settled],
  )
  await saveFailures(tx, failed)
  await tx.query(
    `insert into change_log (run_id, kind, operation, object_id, mv_id, connector_id, name, before, after)
     select $1, 'export', p.operation, o.id, p."mvId", o.connector_id, p.name, p.before, p.after
     from jsonb_to_recordset($2::jsonb) as p(id uuid, operation text, "mvId" uuid, name text, before jsonb, after jsonb)
     join cs_object o on o.id = p.id`,
    [runId, jsonRows(log)],
  )
}

/**
 * A target may answer that an object it had before is the one (hard and soft match). The row under which it was known
 * gives way; what was linked to it is synchronised again.
 */
async function replaceHolders(
  tx: pg.PoolClient,
  sent: readonly { readonly id: string; readonly anchor: string }[],
): Promise<void> {
  const { rows } = await tx.query<{ id: string }>(
    `select h.id from unnest($1::uuid[], $2::text[]) as p(id, anchor)
     join cs_object o on o.id = p.id and o.anchor is distinct from p.anchor
     join cs_object h on h.connector_id = o.connector_id and h.anchor = p.anchor`,
    [sent.map(({ id }) => id), sent.map(({ anchor }) => anchor)],
  )
  if (rows.length === 0) return
  const ids = rows.map((row) => row.id)
  await tx.query(
    `update cs_object s set pending_import = coalesce(s.pending_import, 'update')
     from cs_object h, connector k
     where h.id = any($1) and s.mv_id = h.mv_id and k.id = s.connector_id and k.role = 'source'`,
    [ids],
  )
  await tx.query('delete from cs_edge where source_id = any($1) or target_id = any($1)', [ids])
  await tx.query('delete from cs_object where id = any($1)', [ids])
}

/** `counts` is 0 for an attempt that is repeated in the same export. */
type Failed = { readonly id: string; readonly error: ExportError; readonly counts: 0 | 1 }

async function saveFailures(tx: pg.PoolClient, failed: readonly Failed[]): Promise<void> {
  if (failed.length === 0) return
  await tx.query(
    `update cs_object o set export_state = 'error', export_error = p.error || jsonb_build_object(
       'firstAt', coalesce(case when o.export_error ->> 'code' = p.error ->> 'code' then o.export_error -> 'firstAt' end,
         to_jsonb(now())),
       'lastAt', now(),
       'count', p.counts + coalesce(case when o.export_error ->> 'code' = p.error ->> 'code'
         then (o.export_error ->> 'count')::int end, 0))
     from jsonb_to_recordset($1::jsonb) as p(id uuid, error jsonb, counts int) where o.id = p.id`,
    [jsonRows(failed)],
  )
}

function logEntry(pending: PendingExport) {
  const base = { id: pending.id, operation: pending.operation, mvId: pending.mvId, name: pending.name }
  if (pending.operation === 'delete') return { ...base, before: pending.attributes, after: null }
  const after = changedAttributes(pending)
  const before: Record<string, unknown> = {}
  for (const name of Object.keys(after))
    if (name in pending.attributes) before[name] = pending.attributes[name]
  return { ...base, before, after }
}
