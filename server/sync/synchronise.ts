import type pg from 'pg'
import { transaction } from '../../db/client.ts'
import { newId } from '../ids.ts'
import { log } from '../log.ts'
import { canonicalOrder } from './engine/canonical-order.ts'
import { lookupsFor } from './engine/lookups-for.ts'
import type { CsObject, LookupKeys, ObjectPlan, PlanInput } from './engine/model.ts'
import { planObject } from './engine/plan-object.ts'
import { renewLease } from './lease.ts'
import type { SyncRules } from './load-rules.ts'
import { queueReferences, resolveReferences } from './references.ts'
import { type StepContext, type StepResult, type Touched, touch } from './run-context.ts'
import { isRefusedData } from './step-failure.ts'
import { loadBatch, loadMore, loadObjects } from './store/load-batch.ts'
import { refreshStatistics } from './store/refresh-statistics.ts'
import {
  removeObjects,
  type SyncError,
  saveApplied,
  saveReleased,
  saveSyncErrors,
  saveTargets,
} from './store/save-links.ts'
import { nameOf, saveMetaverse } from './store/save-metaverse.ts'
import { type RunFailure, saveProgress } from './store/save-progress.ts'
import type { World } from './world.ts'

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
    const objects = await loadObjects(step.pool, {
      connectorId,
      objectType,
      after: cursor.after,
      which: cursor.pass > 0 ? 'open' : options.everything ? 'all' : 'due',
      joins: joinsOf(rules, connectorId, objectType),
      limit: BATCH,
    })
    const last = objects.at(-1)
    if (last) {
      await synchroniseBatch(step, rules, objects, cursor, options)
      await refreshStatistics(step.pool, { before: cursor.done, now: cursor.done + objects.length })
      cursor = after(cursor, objects)
    } else cursor = { ...cursor, type: cursor.type + 1, after: '' }
  }
  if (!(await resolveReferences(step, rules.targetId))) return { done: false }
  const { rows } = await step.pool.query<{ errors: boolean }>(
    `select exists (select from cs_object where connector_id = $1 and sync_error is not null) as errors`,
    [step.settings.id],
  )
  return { done: true, state: rows[0]?.errors ? 'completed-sync-errors' : 'success' }
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

type Outcome = {
  readonly applied: CsObject[]
  readonly removed: string[]
  readonly errors: SyncError[]
  readonly failures: RunFailure[]
  readonly touched: Touched
}

/** `cursor`: where the batch begins; the place behind it is committed with it. */
async function synchroniseBatch(
  step: StepContext,
  rules: SyncRules,
  objects: readonly CsObject[],
  cursor: SyncCursor,
  options: { readonly total: number; readonly now: Date },
): Promise<void> {
  const { world, keys } = await loadBatch(step.pool, rules, objects)
  const outcome: Outcome = { applied: [], removed: [], errors: [], failures: [], touched: new Map() }
  for (const [index, loaded] of objects.entries()) {
    const object = world.object(loaded.id) ?? loaded
    const known = object.link?.mvId === loaded.link?.mvId ? keys[index] : undefined
    const own = known ?? (await loadKeys(step, rules, world, object))
    if (!planOne(rules, world, object, own, options.now, outcome)) continue
    // It left its metaverse object; what it is now may join or project anew.
    const free: CsObject = { ...(world.object(object.id) ?? object), link: undefined, pendingImport: 'add' }
    world.released.add(free.id)
    planOne(rules, world, free, await loadKeys(step, rules, world, free), options.now, outcome)
  }
  try {
    await transaction(
      (tx) => saveBatch(tx, step, rules, world, outcome, after(cursor, objects), options.total),
      step.pool,
    )
  } catch (error) {
    if (!isRefusedData(error)) throw error
    await isolate(step, rules, objects, cursor, options, error)
  }
}

/** Keys of an object whose link is not the one it was loaded with, with what they find. */
async function loadKeys(
  step: StepContext,
  rules: SyncRules,
  world: World,
  object: CsObject,
): Promise<LookupKeys> {
  const linked = world.linkedTo(object.link?.mvId ?? '').filter((other) => other.id !== object.id)
  const keys = lookupsFor(rules.compiled, object, linked)
  await loadMore(step.pool, rules, world, keys)
  return keys
}

/** Returns whether the object is to be planned once more. */
function planOne(
  rules: SyncRules,
  world: World,
  object: CsObject,
  keys: LookupKeys,
  now: Date,
  outcome: Outcome,
): boolean {
  const mvId = object.link?.mvId
  const input = {
    object,
    mv: mvId === undefined ? undefined : world.mv(mvId),
    linked: mvId === undefined ? [] : world.linkedTo(mvId).filter((other) => other.id !== object.id),
    lookups: world.lookups(keys),
    now,
    newId,
  }
  const plan = planSafely(rules, input)
  note(object, plan, world, outcome)
  return plan.ok && plan.planAgain
}

/** A fault of the planner itself quarantines the object that shows it. */
function planSafely(rules: SyncRules, input: PlanInput): ObjectPlan {
  try {
    return planObject(rules.compiled, input)
  } catch (error) {
    log.error({ err: error, csId: input.object.id }, 'an object could not be planned')
    const message = `${input.object.dn} could not be planned because of an unexpected error. The worker's log has the details.`
    return { ok: false, errors: [{ code: 'sync.unexpected', message, stage: 'import-flow' }], targets: [] }
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
      await synchroniseBatch(step, rules, [object], at, options)
      at = after(at, [object])
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

function note(object: CsObject, plan: ObjectPlan, world: World, outcome: Outcome): void {
  if (!plan.ok) {
    world.applyTargets(plan.targets, object.link?.mvId)
    const error = plan.errors[0]
    if (!error) return
    outcome.errors.push({ csId: object.id, ...error })
    outcome.failures.push({ csId: object.id, name: object.dn, ...error, details: error })
    return
  }
  world.apply(object, plan)
  count(object, plan, outcome.touched)
  if (plan.planAgain) return
  if (object.pendingImport === 'delete') outcome.removed.push(object.id)
  else outcome.applied.push(world.object(object.id) ?? object)
}

/** Statistics of the reference's vocabulary (section 16). */
function count(object: CsObject, plan: Extract<ObjectPlan, { ok: true }>, touched: Touched): void {
  const mv = plan.mv
  const name = nameOf(
    mv.kind === 'created' || mv.kind === 'updated' || mv.kind === 'unchanged'
      ? mv.mv.attributes
      : object.attributes,
  )
  const inbound = inboundStatistic(object, plan)
  if (inbound) touch(touched, inbound, object.id, name || object.dn)
  for (const target of plan.targets) {
    const statistic = OUTBOUND[target.kind]
    if (statistic) touch(touched, statistic, target.csId, name)
  }
}

const OUTBOUND: Partial<Record<string, string>> = {
  provisioned: 'provisioned-add',
  joined: 'provisioned-join',
  updated: 'export-flow',
  deprovisioned: 'provisioned-disconnect',
  disconnected: 'provisioned-disconnect',
}

function inboundStatistic(object: CsObject, plan: Extract<ObjectPlan, { ok: true }>): string | undefined {
  if (plan.link.kind === 'projected') return 'disconnector-projected'
  if (plan.link.kind === 'joined') return 'disconnector-joined'
  if (object.pendingImport === 'delete') {
    return plan.mv.kind === 'deleted' ? 'connector-delete-remove-mv' : 'connector-delete-leave-mv'
  }
  if (plan.link.kind === 'disconnected') return 'connector-filtered'
  if (plan.mv.kind === 'updated') return 'connector-flow'
  return object.link ? 'connector-no-flow' : 'disconnector-remains'
}

async function saveBatch(
  tx: pg.PoolClient,
  step: StepContext,
  rules: SyncRules,
  world: World,
  outcome: Outcome,
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
