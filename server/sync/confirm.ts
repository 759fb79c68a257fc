import type pg from 'pg'
import { transaction } from '../../db/client.ts'
import { jsonRows } from '../../db/json.ts'
import { type AttributeChanges, type AttributeMap, fold, sameValues } from '../attributes/value.ts'
import type { ChangesPage, Connector } from '../connectors/connector.ts'
import { newId } from '../ids.ts'
import { oneAhead } from './one-ahead.ts'
import { forgetReferences, needsReread, removeForgotten } from './reread-target.ts'
import { type StepContext, type StepResult, type Touched, touch } from './run-context.ts'
import { confirmReferences, removeConfirmedDeletes } from './store/confirm-references.ts'
import { saveProgress } from './store/save-progress.ts'

type ChangedObject = ChangesPage['objects'][number]

type Row = {
  id: string
  anchor: string | null
  type: string
  dn: string
  pending: string | null
  attributes: AttributeMap
  staged: AttributeChanges | null
  export_state: string | null
}

/**
 * Import from a target: what changed there since the last one. Exported values that came back as sent are confirmed
 * and forgotten; others stay pending (exported-change-not-reimported). Objects that Lockstep did not make become
 * disconnected import objects; what was exported as deleted and is gone leaves the connector space. A target that does
 * not remember that far back is read from the beginning.
 */
export async function importTarget(
  step: StepContext,
  connector: Connector,
  since: string | undefined,
): Promise<StepResult> {
  try {
    await readChanges(step, connector, since)
  } catch (error) {
    if (since === undefined || !needsReread(error)) throw error
    await forgetReferences(step)
    await readChanges(step, connector, undefined)
    await removeForgotten(step, connector)
  }
  await step.pool.query(
    'update connector set full_import_at = coalesce(full_import_at, now()) where id = $1',
    [step.settings.id],
  )
  return { done: true, state: 'success' }
}

async function readChanges(
  step: StepContext,
  connector: Connector,
  since: string | undefined,
): Promise<void> {
  if (!connector.readChanges) throw new Error(`${step.settings.name} cannot report changes`)
  let done = 0
  for await (const page of oneAhead(connector.readChanges(since, step.signal))) {
    done += page.objects.length + page.deleted.length
    await transaction(async (tx) => {
      const touched: Touched = new Map()
      const unchanged = await confirmObjects(tx, step.settings.id, page.objects, touched)
      await confirmReferences(tx, step.settings.id, page.references)
      await removeConfirmedDeletes(tx, step.settings.id, page.deleted, touched)
      await tx.query(
        'update connector set cursor = $2, full_import_at = coalesce(full_import_at, now()) where id = $1',
        [step.settings.id, page.cursor],
      )
      await saveProgress(tx, step, {
        touched,
        counted: unchanged > 0 ? { 'stage-no-change': unchanged } : {},
        progress: { phase: 'reading', done },
      })
    }, step.pool)
  }
}

/** Returns how many objects were as they were. */
async function confirmObjects(
  tx: pg.PoolClient,
  connectorId: string,
  objects: readonly ChangedObject[],
  touched: Touched,
): Promise<number> {
  if (objects.length === 0) return 0
  const rows = await loadKnown(tx, connectorId, objects)
  const byAnchor = new Map(rows.flatMap((row) => (row.anchor === null ? [] : [[row.anchor, row] as const])))
  const provisioned = new Map(
    rows.flatMap((row) => (row.anchor === null ? [[nameKey(row), row] as const] : [])),
  )
  const added: unknown[] = []
  const updated: unknown[] = []
  let unchanged = 0
  for (const object of objects) {
    const row =
      byAnchor.get(object.anchor) ?? provisioned.get(nameKey({ ...object, type: object.objectType }))
    const id = row?.id ?? newId()
    const name = String(object.attributes.displayName ?? object.dn)
    const stored = {
      id,
      anchor: object.anchor,
      type: object.objectType,
      dn: object.dn,
      dnKey: fold(object.dn),
      attributes: object.attributes,
      confirmed: false,
    }
    if (!row) {
      added.push(stored)
      touch(touched, 'stage-add', id, name)
      continue
    }
    const confirmed = row.export_state === 'exported' && isConfirmed(row.staged, object)
    if (row.export_state === 'exported') {
      touch(touched, confirmed ? 'export-confirmed' : 'exported-change-not-reimported', id, name)
    } else if (
      row.anchor !== null &&
      row.pending !== 'delete' &&
      sameAttributes(row.attributes, object.attributes)
    ) {
      unchanged++
      continue
    } else touch(touched, 'stage-update', id, name)
    updated.push({ ...stored, confirmed })
  }
  await insertImported(tx, connectorId, added)
  await updateImported(tx, updated)
  return unchanged
}

/**
 * The rows of these objects, and those provisioned under their names that were never exported: what is there already
 * is the same object (connect-sync reference, section 5, 7c).
 */
async function loadKnown(
  tx: pg.PoolClient,
  connectorId: string,
  objects: readonly ChangedObject[],
): Promise<Row[]> {
  const { rows } = await tx.query<Row>(
    `select id, anchor, object_type as type, dn, pending_import as pending, attributes, staged, export_state
     from cs_object where connector_id = $1 and (anchor = any($2)
       or (anchor is null and export_operation = 'add' and dn_key = any($3)))`,
    [connectorId, objects.map((object) => object.anchor), objects.map((object) => fold(object.dn))],
  )
  return rows
}

function nameKey({ type, dn }: { readonly type: string; readonly dn: string }): string {
  return `${type} ${fold(dn)}`
}

function sameAttributes(a: AttributeMap, b: AttributeMap): boolean {
  return [...new Set([...Object.keys(a), ...Object.keys(b)])].every((name) => sameValues(a[name], b[name]))
}

function isConfirmed(staged: AttributeChanges | null, object: ChangedObject): boolean {
  return Object.entries(staged ?? {}).every(([name, wanted]) => sameValues(object.attributes[name], wanted))
}

const ROW = `as p(id uuid, anchor text, type text, dn text, "dnKey" text, attributes jsonb, confirmed boolean)`

async function insertImported(
  tx: pg.PoolClient,
  connectorId: string,
  rows: readonly unknown[],
): Promise<void> {
  if (rows.length === 0) return
  await tx.query(
    `insert into cs_object (id, connector_id, object_type, anchor, dn, dn_key, attributes, pending_import, imported_at)
     select id, $1, type, anchor, dn, "dnKey", attributes, 'add', now() from jsonb_to_recordset($2::jsonb) ${ROW}`,
    [connectorId, jsonRows(rows)],
  )
}

async function updateImported(tx: pg.PoolClient, rows: readonly unknown[]): Promise<void> {
  if (rows.length === 0) return
  await tx.query(
    `update cs_object o set attributes = p.attributes, dn = p.dn, dn_key = p."dnKey", imported_at = now(),
       anchor = p.anchor,
       pending_import = case when o.pending_import = 'add' then 'add' else 'update' end,
       staged = case when p.confirmed then null else o.staged end,
       export_operation = case when p.confirmed then null
         when o.export_state = 'exported' or o.export_operation = 'add' then 'update' else o.export_operation end,
       export_state = case when p.confirmed then null when o.export_state = 'exported' then 'pending'
         else o.export_state end,
       export_since = case when p.confirmed then null else o.export_since end
     from jsonb_to_recordset($1::jsonb) ${ROW} where o.id = p.id`,
    [jsonRows(rows)],
  )
}
