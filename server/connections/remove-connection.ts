import type pg from 'pg'
import { rulesOf } from '../configuration/rules-of.ts'
import { applyConfiguration, getActiveConfiguration } from '../configuration/versions.ts'
import type { RequestContext } from '../context.ts'
import { detachObjects, eraseObjects } from '../directory/index.ts'
import { AppError } from '../errors.ts'
import { recordAudit } from '../operation/audit.ts'
import type { Rule } from '../rules/model.ts'
import { deleteSecret } from '../secrets/stored-secret.ts'
import { refuseWhileRunning } from '../sync/start-cycle.ts'

/** What becomes of the cloud objects a source made: they stay as cloud objects, or their delete is staged. */
export type ObjectsFate = 'keep' | 'remove'

/**
 * Removes a source with its connector space. Metaverse objects that no other source holds go with it; the others are
 * synchronised again in the next cycle. With `remove` the cloud objects are staged for delete (the next export writes
 * it, guarded as every delete); with `keep` they become cloud objects. Returns what was removed.
 */
export async function removeConnection(
  tx: pg.PoolClient,
  context: RequestContext,
  connectorId: string,
  fate: ObjectsFate,
): Promise<{ id: string; name: string; objects: number }> {
  await refuseWhileRunning(tx)
  const connector = await getSource(tx, connectorId)
  const links = await loadLinkRules(tx)
  const orphans = await releaseObjects(tx, connectorId, links)
  const { owned, others } = await targetsOf(tx, orphans, links)
  await freeTargets(tx, others)
  const cloud = fate === 'keep' ? [...owned, ...(await waitingDeletes(tx, connectorId))] : owned
  if (fate === 'keep') {
    await detachObjects(
      tx,
      cloud.flatMap((object) => object.anchor ?? []),
      context.now,
    )
    await freeTargets(tx, cloud)
  } else {
    await stageDeletes(tx, cloud)
  }
  await dropMetaverse(tx, orphans)
  await dropConnector(tx, context, connectorId, connector.name)
  return { id: connectorId, name: connector.name, objects: cloud.length }
}

/** Removes the sample forest and, for good, everything it made. Returns false when it is not connected. */
export async function removeSample(tx: pg.PoolClient, context: RequestContext): Promise<boolean> {
  const { rows } = await tx.query<{ id: string; name: string }>('select id, name from connector where sample')
  const sample = rows[0]
  if (!sample) return false
  const links = await loadLinkRules(tx)
  const orphans = await releaseObjects(tx, sample.id, links)
  const { owned, others } = await targetsOf(tx, orphans, links)
  await freeTargets(tx, others)
  const { rows: made } = await tx.query<Target>('select id, anchor from cs_object where origin_id = $1', [
    sample.id,
  ])
  const all = [...new Map([...owned, ...made].map((object) => [object.id, object])).values()]
  await eraseObjects(
    tx,
    all.flatMap((object) => object.anchor ?? []),
    context.now,
  )
  await forgetTargets(tx, all)
  await dropMetaverse(tx, orphans)
  await dropConnector(tx, context, sample.id, sample.name)
  await recordAudit(tx, context, {
    action: 'sample.removed',
    target: { type: 'connector', id: sample.id, name: sample.name },
    before: { objects: all.length },
  })
  return true
}

type Target = { id: string; anchor: string | null }

async function getSource(tx: pg.PoolClient, id: string): Promise<{ name: string }> {
  const { rows } = await tx.query<{ name: string; role: string }>(
    'select name, role from connector where id = $1',
    [id],
  )
  const row = rows[0]
  if (!row) throw new AppError('notFound', 'connector.not_found', 'There is no connector with this id.')
  if (row.role === 'source') return row
  throw new AppError(
    'conflict',
    'connector.is_target',
    `${row.name} is the target of every synchronization and cannot be removed.`,
  )
}

/** Rules by what their links mean: inbound ones that keep a metaverse object alive, outbound ones that own an object. */
type LinkRules = { readonly keepers: readonly string[]; readonly owners: readonly string[] }

async function loadLinkRules(tx: pg.PoolClient): Promise<LinkRules> {
  const { document } = await getActiveConfiguration(tx)
  const rules = rulesOf(document)
  const ids = (direction: Rule['direction'], types: readonly Rule['linkType'][]) =>
    rules.flatMap((rule) => (rule.direction === direction && types.includes(rule.linkType) ? rule.id : []))
  return { keepers: ids('Inbound', ['Provision', 'StickyJoin']), owners: ids('Outbound', ['Provision']) }
}

/**
 * Empties a source's connector space. Returns the metaverse objects that no other source keeps alive; what other
 * sources had joined to them is free and synchronised again.
 */
async function releaseObjects(
  tx: pg.PoolClient,
  connectorId: string,
  { keepers }: LinkRules,
): Promise<string[]> {
  const { rows } = await tx.query<{ id: string; keeper: string | null }>(
    `select m.id, (
       select other.connector_id from cs_object other
       where other.mv_id = m.id and other.connector_id <> $1 and other.link_rule = any($2) limit 1) as keeper
     from mv_object m where exists (select from cs_object o where o.mv_id = m.id and o.connector_id = $1)`,
    [connectorId, keepers],
  )
  const orphans = rows.filter((row) => row.keeper === null).map((row) => row.id)
  const held = rows.filter((row) => row.keeper !== null)
  await tx.query(
    `update cs_object o set pending_import = coalesce(o.pending_import, 'update'),
       mv_id = case when o.mv_id = any($1) then null else o.mv_id end,
       link_kind = case when o.mv_id = any($1) then null else o.link_kind end,
       link_rule = case when o.mv_id = any($1) then null else o.link_rule end
     from connector k
     where k.id = o.connector_id and k.role = 'source' and o.connector_id <> $3
       and (o.mv_id = any($1) or o.mv_id = any($2))`,
    [orphans, held.map((row) => row.id), connectorId],
  )
  await tx.query(
    `update cs_object o set origin_id = h.keeper from unnest($1::uuid[], $2::uuid[]) as h(mv_id, keeper)
     where o.mv_id = h.mv_id and o.origin_id = $3`,
    [held.map((row) => row.id), held.map((row) => row.keeper), connectorId],
  )
  await tx.query('delete from cs_edge e using cs_object o where o.connector_id = $1 and e.source_id = o.id', [
    connectorId,
  ])
  await tx.query('delete from cs_object where connector_id = $1', [connectorId])
  return orphans
}

/** Target objects of these metaverse objects: those that a rule made or took over, and those that were only joined. */
async function targetsOf(
  tx: pg.PoolClient,
  mvIds: readonly string[],
  { owners }: LinkRules,
): Promise<{ owned: Target[]; others: Target[] }> {
  const { rows } = await tx.query<Target & { owned: boolean }>(
    `select o.id, o.anchor, o.link_rule = any($2) as owned
     from cs_object o join connector k on k.id = o.connector_id and k.role = 'target' where o.mv_id = any($1)`,
    [mvIds, owners],
  )
  return { owned: rows.filter((row) => row.owned), others: rows.filter((row) => !row.owned) }
}

/** Deletes of a source's cloud objects that were staged and not written. */
async function waitingDeletes(tx: pg.PoolClient, connectorId: string): Promise<Target[]> {
  const { rows } = await tx.query<Target>(
    `select id, anchor from cs_object
     where origin_id = $1 and export_operation = 'delete' and export_state in ('pending', 'error')`,
    [connectorId],
  )
  return rows
}

/** The objects stay in their targets, and Lockstep has nothing to do with them any more. */
async function freeTargets(tx: pg.PoolClient, targets: readonly Target[]): Promise<void> {
  await forgetTargets(
    tx,
    targets.filter((target) => target.anchor === null),
  )
  const ids = targets.map((target) => target.id)
  await tx.query(
    `update cs_object set mv_id = null, link_kind = null, link_rule = null, staged = null, reference_flows = null,
       export_operation = null, export_state = null, export_error = null, export_since = null, exported_at = null,
       origin_id = null, source_created = null, pending_import = coalesce(pending_import, 'update')
     where id = any($1)`,
    [ids],
  )
  await tx.query(`delete from cs_edge where source_id = any($1) and state in ('add', 'removed')`, [ids])
  await tx.query('update cs_edge set state = null where source_id = any($1) and state is not null', [ids])
}

async function forgetTargets(tx: pg.PoolClient, targets: readonly Target[]): Promise<void> {
  const ids = targets.map((target) => target.id)
  await tx.query('delete from cs_edge where source_id = any($1) or target_id = any($1)', [ids])
  await tx.query('delete from cs_object where id = any($1)', [ids])
}

async function stageDeletes(tx: pg.PoolClient, targets: readonly Target[]): Promise<void> {
  await forgetTargets(
    tx,
    targets.filter((target) => target.anchor === null),
  )
  await tx.query(
    `update cs_object set mv_id = null, link_kind = null, link_rule = null, staged = null, export_error = null,
       export_operation = 'delete', export_state = 'pending', export_since = now()
     where id = any($1)`,
    [targets.filter((target) => target.anchor !== null).map((target) => target.id)],
  )
}

async function dropMetaverse(tx: pg.PoolClient, ids: readonly string[]): Promise<void> {
  await tx.query('delete from mv_join_key where mv_id = any($1)', [ids])
  await tx.query('delete from edge_work where mv_id = any($1)', [ids])
  await tx.query('delete from mv_object where id = any($1)', [ids])
}

async function dropConnector(
  tx: pg.PoolClient,
  context: RequestContext,
  id: string,
  name: string,
): Promise<void> {
  const { document } = await getActiveConfiguration(tx)
  const settings = document.connectors.find((connector) => connector.id === id)
  await applyConfiguration(
    tx,
    { author: context.actor?.name ?? 'system', reason: `${name} was removed` },
    (current) => ({ ...current, connectors: current.connectors.filter((connector) => connector.id !== id) }),
  )
  if (settings?.type === 'active-directory') await deleteSecret(tx, settings.secretId)
  await tx.query('delete from connector where id = $1', [id])
}
