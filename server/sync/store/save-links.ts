import type pg from 'pg'
import { jsonRows } from '../../../db/json.ts'
import { fold } from '../../attributes/value.ts'
import type { CsObject } from '../engine/model.ts'
import type { TargetChange, World } from '../world.ts'

/** The link and state of source objects after they were planned without error. */
export async function saveApplied(tx: pg.PoolClient, applied: readonly CsObject[]): Promise<void> {
  if (applied.length === 0) return
  await tx.query(
    `update cs_object o set mv_id = p."mvId", link_kind = p.kind, link_rule = p.rule, pending_import = null,
       sync_error = null
     from jsonb_to_recordset($1::jsonb) as p(id uuid, "mvId" uuid, kind text, rule text)
     where o.id = p.id and (o.pending_import is not null or o.sync_error is not null
       or o.mv_id is distinct from p."mvId" or o.link_rule is distinct from p.rule)`,
    [jsonRows(applied.map(linkRow))],
  )
}

/** Objects whose metaverse object another one's plan took away: they are free, and planned again next time. */
export async function saveReleased(tx: pg.PoolClient, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return
  await tx.query(
    `update cs_object set mv_id = null, link_kind = null, link_rule = null,
       pending_import = coalesce(pending_import, 'update')
     where id = any($1)`,
    [ids],
  )
}

function linkRow(object: CsObject) {
  return {
    id: object.id,
    mvId: object.link?.mvId ?? null,
    kind: object.link?.kind ?? null,
    rule: object.link?.ruleId ?? null,
  }
}

/**
 * Removes objects whose delete was synchronised. One of a source that is still referred to stays as a placeholder,
 * so that the reference resolves again should the object come back; in a target the references go with it.
 */
export async function removeObjects(tx: pg.PoolClient, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return
  await tx.query('delete from cs_edge where source_id = any($1)', [ids])
  await tx.query(
    `delete from cs_edge e using cs_object o, connector k
     where e.target_id = any($1) and o.id = e.target_id and k.id = o.connector_id and k.role = 'target'`,
    [ids],
  )
  await tx.query(
    `update cs_object o set placeholder = true, object_type = 'placeholder', attributes = '{}', reference_counts = '{}',
       hash = null, pending_import = null, mv_id = null, link_kind = null, link_rule = null, sync_error = null
     where id = any($1) and exists (select from cs_edge e where e.target_id = o.id)`,
    [ids],
  )
  await tx.query('delete from cs_object where id = any($1) and not placeholder', [ids])
}

export type SyncError = {
  readonly csId: string
  readonly code: string
  readonly message: string
  readonly stage: string
  readonly rule?: string
  readonly attribute?: string
  readonly otherObject?: unknown
}

/** Quarantines objects that could not be planned: the pending import stays and is tried again in the next cycle. */
export async function saveSyncErrors(tx: pg.PoolClient, errors: readonly SyncError[]): Promise<void> {
  if (errors.length === 0) return
  await tx.query(
    `update cs_object o set sync_error = p.error || jsonb_build_object(
       'firstAt', coalesce(case when o.sync_error ->> 'code' = p.error ->> 'code' then o.sync_error -> 'firstAt' end,
         to_jsonb(now())),
       'lastAt', now(),
       'count', 1 + coalesce(case when o.sync_error ->> 'code' = p.error ->> 'code'
         then (o.sync_error ->> 'count')::int end, 0))
     from jsonb_to_recordset($1::jsonb) as p(id uuid, error jsonb) where o.id = p.id`,
    [jsonRows(errors.map(({ csId, ...error }) => ({ id: csId, error })))],
  )
}

/**
 * Stages what targets should become: new rows for provisioned objects, the wanted values for changed ones, a delete
 * for deprovisioned ones. An object that was never exported and is not wanted any more simply goes. `world` tells
 * which source an object comes from and when it came into being there.
 */
export async function saveTargets(
  tx: pg.PoolClient,
  targets: readonly TargetChange[],
  world: World,
): Promise<void> {
  await insertTargets(
    tx,
    targets.filter((target) => target.created && target.mvId),
    world,
  )
  const existing = targets.filter((target) => !target.created)
  await updateTargets(
    tx,
    existing.filter((target) => target.mvId),
    world,
  )
  await releaseTargets(
    tx,
    existing.filter((target) => !target.mvId),
  )
}

function targetRow(target: TargetChange, world: World) {
  return {
    id: target.csId,
    origin: world.originOf(target) ?? null,
    created: world.createdAt(target.mvId ?? '') ?? null,
    connectorId: target.connectorId,
    type: target.objectType,
    dn: target.dn,
    dnKey: fold(target.dn),
    mvId: target.mvId ?? null,
    kind: target.kind === 'joined' ? 'joined' : 'provisioned',
    rule: target.ruleId,
    desired: target.desired,
    references: target.references,
  }
}

const ROW = `as p(id uuid, "connectorId" uuid, type text, dn text, "dnKey" text, "mvId" uuid, kind text, rule text,
  desired jsonb, "references" jsonb, origin uuid, created text)`

async function insertTargets(
  tx: pg.PoolClient,
  targets: readonly TargetChange[],
  world: World,
): Promise<void> {
  if (targets.length === 0) return
  await tx.query(
    `insert into cs_object (id, connector_id, object_type, dn, dn_key, mv_id, link_kind, link_rule, staged,
       reference_flows, export_operation, export_state, export_since, origin_id, source_created)
     select id, "connectorId", type, dn, "dnKey", "mvId", kind, rule, desired, "references", 'add', 'pending', now(),
       origin, created
     from jsonb_to_recordset($1::jsonb) ${ROW}`,
    [jsonRows(targets.map((target) => targetRow(target, world)))],
  )
}

async function updateTargets(
  tx: pg.PoolClient,
  targets: readonly TargetChange[],
  world: World,
): Promise<void> {
  if (targets.length === 0) return
  await tx.query(
    `update cs_object o set dn = p.dn, dn_key = p."dnKey", mv_id = p."mvId", link_rule = p.rule,
       link_kind = case when p.kind = 'joined' then 'joined' else coalesce(o.link_kind, p.kind) end,
       staged = p.desired, reference_flows = p."references",
       export_operation = case when o.anchor is null then 'add' else 'update' end,
       export_state = 'pending', export_since = coalesce(o.export_since, now()),
       origin_id = coalesce(o.origin_id, p.origin), source_created = coalesce(o.source_created, p.created)
     from jsonb_to_recordset($1::jsonb) ${ROW} where o.id = p.id`,
    [jsonRows(targets.map((target) => targetRow(target, world)))],
  )
}

async function releaseTargets(tx: pg.PoolClient, targets: readonly TargetChange[]): Promise<void> {
  if (targets.length === 0) return
  const deleted = targets.filter((target) => target.kind === 'deprovisioned').map((target) => target.csId)
  await tx.query(
    `update cs_object set mv_id = null, link_kind = null, link_rule = null, staged = null, export_error = null,
       export_operation = case when id = any($2) then 'delete' end,
       export_state = case when id = any($2) then 'pending' end,
       export_since = case when id = any($2) then now() end
     where id = any($1)`,
    [targets.map((target) => target.csId), deleted],
  )
  const { rows } = await tx.query<{ id: string }>(
    'delete from cs_object where id = any($1) and anchor is null returning id',
    [targets.map((target) => target.csId)],
  )
  const gone = rows.map((row) => row.id)
  await tx.query('delete from cs_edge where source_id = any($1) or target_id = any($1)', [gone])
}
