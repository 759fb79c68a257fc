import type pg from 'pg'
import { transaction } from '../../db/client.ts'
import { canonicalOrder } from './engine/canonical-order.ts'
import type { CsObject } from './engine/model.ts'
import { renewLease } from './lease.ts'
import type { SyncRules } from './load-rules.ts'
import { type PlannedBatch, planBatch, planMeanwhile } from './plan-batch.ts'
import { queueReferences, resolveReferences } from './references.ts'
import type { StepContext, StepResult } from './run-context.ts'
import { isRefusedData } from './step-failure.ts'
import { loadObjects } from './store/load-batch.ts'
import { refreshStatistics } from './store/refresh-statistics.ts'
import {
  removeObjects,
  type SyncError,
  saveApplied,
  saveReleased,
  saveSyncErrors,
  saveTargets,
} from './store/save-links.ts'
import { saveMetaverse } from './store/save-metaverse.ts'
import { saveProgress } from './store/save-progress.ts'

const BATCH = 500

/** Where a synchronization goes on: object types in canonical order, anchors within a type. */
export type SyncCursor = {
  /** 0 for the connector's own objects; then one for each connector whose open objects are looked at again. */
  readonly pass: number
  readonly type: number
  readonly after: string
  readonly done: number
}

/**
 * Synchronises a connector's objects into the metaverse and out to the targets: all of them, or only those with a
 * pending import or an error to retry. Objects are planned one by one in canonical order (rule precedence of their
 * type, then anchor), so that the outcome does not depend on the order of import; a batch is written in one
 * transaction with the place to go on. An object that cannot be planned is quarantined and the run goes on. At the end
 * the losers get another chance: objects, also of sources synchronised before, that were set free, and those that can
 * join what is there now (connect-sync-decisions 17).
 */
export async function synchronise(
  step: StepContext,
  rules: SyncRules,
  options: {
    readonly everything: boolean
    readonly cursor: SyncCursor | undefined
    readonly total: number
    readonly now: Date
  },
): Promise<StepResult> {
  const passes = [step.settings.id, ...(await synchronisedBefore(step))]
  let cursor = options.cursor ?? { pass: 0, type: 0, after: '', done: 0 }
  let types: string[] | undefined
  let ahead: PlannedBatch | undefined
  for (;;) {
    const connectorId = passes[cursor.pass]
    if (connectorId === undefined) break
    types ??= await objectTypes(step, rules, connectorId)
    const objectType = types[cursor.type]
    if (objectType === undefined) {
      if (cursor.pass === 0) await settleTypesWithoutRules(step, types)
      cursor = { ...cursor, pass: cursor.pass + 1, type: 0, after: '' }
      types = undefined
      continue
    }
    step.signal.throwIfAborted()
    if (step.sliceOver()) return { done: false }
    const select = (from: SyncCursor) =>
      loadObjects(step.pool, {
        connectorId,
        objectType,
        after: from.after,
        which: from.pass > 0 ? 'open' : options.everything ? 'all' : 'due',
        joins: joinsOf(rules, connectorId, objectType),
        limit: BATCH,
      })
    const batch = ahead ?? (await planNext(step, rules, await select(cursor), options.now))
    ahead = undefined
    if (batch) {
      const behind = after(cursor, batch.objects)
      const saving = save(step, rules, batch, behind, options)
      const following =
        cursor.pass > 0 ? undefined : planBehind(step, rules, () => select(behind), batch, options.now)
      // Whichever fails first, both are over before anything else begins; the save's error is the one that counts.
      const [saved, next] = await Promise.allSettled([saving, following])
      if (saved.status === 'rejected') throw saved.reason
      if (next.status === 'fulfilled' && saved.value) ahead = next.value
      await refreshStatistics(step.pool, { before: cursor.done, now: behind.done })
      cursor = behind
    } else cursor = { ...cursor, type: cursor.type + 1, after: '' }
  }
  if (!(await resolveReferences(step, rules.targetId))) return { done: false }
  const { rows } = await step.pool.query<{ errors: boolean }>(
    `select exists (select from cs_object where connector_id = $1 and sync_error is not null) as errors`,
    [step.settings.id],
  )
  return { done: true, state: rows[0]?.errors ? 'completed-sync-errors' : 'success' }
}

async function planNext(
  step: StepContext,
  rules: SyncRules,
  objects: readonly CsObject[],
  now: Date,
): Promise<PlannedBatch | undefined> {
  return objects.length === 0 ? undefined : planBatch(step, rules, objects, now)
}

/** Plans what follows `batch` while that is being saved, unless the one could see a change of the other. */
async function planBehind(
  step: StepContext,
  rules: SyncRules,
  select: () => Promise<readonly CsObject[]>,
  batch: PlannedBatch,
  now: Date,
): Promise<PlannedBatch | undefined> {
  // Objects that were set free become due themselves when the batch is saved.
  if (batch.world.released.size > 0) return undefined
  const objects = await select()
  return objects.length === 0 ? undefined : planMeanwhile(step, rules, objects, batch, now)
}

function after(cursor: SyncCursor, objects: readonly CsObject[]): SyncCursor {
  return { ...cursor, after: objects.at(-1)?.anchor ?? '', done: cursor.done + objects.length }
}

/** The connectors that this cycle has synchronised up to now, this one included. */
async function synchronisedBefore(step: StepContext): Promise<string[]> {
  const { rows } = await step.pool.query<{ id: string }>(
    `select r.connector_id as id from run r
     where r.cycle_id = $1 and r.profile in ('full-sync', 'delta-sync')
       and r.ordinal <= (select ordinal from run where id = $2)
     order by r.ordinal`,
    [step.cycleId, step.runId],
  )
  return rows.map((row) => row.id)
}

/**
 * A connector's object types that rules speak of, in canonical order; behind them types that have none, of objects
 * that have to leave their metaverse object because they became that type.
 */
async function objectTypes(step: StepContext, rules: SyncRules, connectorId: string): Promise<string[]> {
  const types = [...(rules.compiled.inbound.get(connectorId)?.keys() ?? [])]
  const first = (objectType: string) => ({ connectorId, objectType, anchor: '', id: '' })
  const order = canonicalOrder(rules.compiled)
  const { rows } = await step.pool.query<{ type: string }>(
    `select distinct object_type as type from cs_object
     where connector_id = $1 and pending_import is not null and mv_id is not null and not (object_type = any($2))
     order by 1`,
    [connectorId, types],
  )
  return [...types.sort((a, b) => order(first(a), first(b))), ...rows.map((row) => row.type)]
}

function joinsOf(rules: SyncRules, connectorId: string, objectType: string) {
  return rules.rules.flatMap((rule) =>
    rule.direction !== 'Inbound' ||
    rule.connectorId !== connectorId ||
    rule.connectedObjectType !== objectType
      ? []
      : rule.joinGroups.flatMap(([clause]) =>
          clause ? [{ source: clause.sourceAttribute, target: clause.targetAttribute }] : [],
        ),
  )
}

/** Returns false when the batch had to be taken apart. `cursor`: the place behind it, committed with it. */
async function save(
  step: StepContext,
  rules: SyncRules,
  batch: PlannedBatch,
  cursor: SyncCursor,
  options: { readonly total: number; readonly now: Date },
): Promise<boolean> {
  try {
    await transaction((tx) => saveBatch(tx, step, rules, batch, cursor, options.total), step.pool)
    return true
  } catch (error) {
    if (!isRefusedData(error)) throw error
    const before = { ...cursor, done: cursor.done - batch.objects.length }
    await isolate(step, rules, batch.objects, before, options, error)
    return false
  }
}

/**
 * The database refused a batch, for example because two objects claim one source anchor in a way that only shows when
 * they are written. Its objects are taken one by one, so that the one at fault is quarantined and the others go on.
 */
async function isolate(
  step: StepContext,
  rules: SyncRules,
  objects: readonly CsObject[],
  cursor: SyncCursor,
  options: { readonly total: number; readonly now: Date },
  cause: unknown,
): Promise<void> {
  const [only] = objects
  if (objects.length > 1 || !only) {
    let at = cursor
    for (const object of objects) {
      at = after(at, [object])
      await save(step, rules, await planBatch(step, rules, [object], options.now), at, options)
    }
    return
  }
  const message = `${only.dn} could not be saved: ${cause instanceof Error ? cause.message : 'the database refused it'}. Look for another object with the same source anchor or an invalid value.`
  const error: SyncError = { csId: only.id, code: 'sync.refused_by_database', message, stage: 'projection' }
  await transaction(async (tx) => {
    await saveProgress(tx, step, {
      touched: new Map(),
      failures: [{ csId: only.id, name: only.dn, code: error.code, message }],
      cursor: after(cursor, objects),
      progress: { phase: 'synchronising', done: cursor.done + 1, total: options.total },
    })
    await saveSyncErrors(tx, [error])
  }, step.pool)
}

async function saveBatch(
  tx: pg.PoolClient,
  step: StepContext,
  rules: SyncRules,
  { world, outcome }: PlannedBatch,
  cursor: SyncCursor,
  total: number,
): Promise<void> {
  const { touched, failures } = outcome
  await saveProgress(tx, step, {
    touched,
    failures,
    cursor,
    progress: { phase: 'synchronising', done: cursor.done, total },
  })
  await saveMetaverse(tx, step.runId, world.mvChanges, rules.numbers, rules.compiled.joinAttributes)
  // A later plan of the batch may have changed the link of an object that was planned before.
  const applied = outcome.applied.map((object) => world.object(object.id) ?? object)
  await saveApplied(tx, applied)
  await saveReleased(tx, [...world.released])
  await saveSyncErrors(tx, outcome.errors)
  await saveTargets(tx, [...world.targets.values()], world)
  await queueReferences(tx, world, applied)
  await removeObjects(tx, outcome.removed)
}

/** Objects of a type no rule speaks of stay disconnected; what was read of them is all there is to do. */
async function settleTypesWithoutRules(step: StepContext, types: readonly string[]): Promise<void> {
  await transaction(async (tx) => {
    await renewLease(tx, step.lease)
    const ofTypes = 'connector_id = $1 and not (object_type = any($2)) and mv_id is null'
    await tx.query(
      `update cs_object set pending_import = null where ${ofTypes} and pending_import in ('add', 'update', 'delete-add')`,
      [step.settings.id, types],
    )
    const { rows } = await tx.query<{ id: string }>(
      `select id from cs_object where ${ofTypes} and pending_import = 'delete'`,
      [step.settings.id, types],
    )
    await removeObjects(
      tx,
      rows.map((row) => row.id),
    )
  }, step.pool)
}
