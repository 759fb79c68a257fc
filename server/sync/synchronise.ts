import type pg from 'pg'
import { transaction } from '../../db/client.ts'
import { newId } from '../ids.ts'
import { canonicalOrder } from './engine/canonical-order.ts'
import { lookupsFor } from './engine/lookups-for.ts'
import type { CsObject, LookupKeys, ObjectPlan } from './engine/model.ts'
import { planObject } from './engine/plan-object.ts'
import type { SyncRules } from './load-rules.ts'
import { queueReferences, resolveReferences } from './references.ts'
import { type StepContext, type StepResult, type Touched, touch } from './run-context.ts'
import { loadBatch, loadObjects } from './store/load-batch.ts'
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
export type SyncCursor = { readonly type: number; readonly after: string; readonly done: number }

/**
 * Synchronises a connector's objects into the metaverse and out to the targets: all of them, or only those with a
 * pending import or an error to retry. Objects are planned one by one in canonical order (rule precedence of their
 * type, then anchor), so that the outcome does not depend on the order of import; a batch is written in one
 * transaction with the place to go on. An object that cannot be planned is quarantined and the run goes on.
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
  const types = objectTypes(rules, step.settings.id)
  let cursor = options.cursor ?? { type: 0, after: '', done: 0 }
  for (;;) {
    const objectType = types[cursor.type]
    if (objectType === undefined) break
    step.signal.throwIfAborted()
    if (step.sliceOver()) return { done: false }
    const objects = await loadObjects(step.pool, {
      connectorId: step.settings.id,
      objectType,
      after: cursor.after,
      everything: options.everything,
      limit: BATCH,
    })
    const last = objects.at(-1)
    cursor = last
      ? { type: cursor.type, after: last.anchor ?? '', done: cursor.done + objects.length }
      : { type: cursor.type + 1, after: '', done: cursor.done }
    if (last) await synchroniseBatch(step, rules, objects, cursor, options)
  }
  await settleTypesWithoutRules(step, types)
  if (!(await resolveReferences(step, rules.targetId))) return { done: false }
  const { rows } = await step.pool.query<{ errors: boolean }>(
    `select exists (select from cs_object where connector_id = $1 and sync_error is not null) as errors`,
    [step.settings.id],
  )
  return { done: true, state: rows[0]?.errors ? 'completed-sync-errors' : 'success' }
}

/** A connector's object types that rules speak of, in canonical order. */
function objectTypes(rules: SyncRules, connectorId: string): string[] {
  const types = [...(rules.compiled.inbound.get(connectorId)?.keys() ?? [])]
  const first = (objectType: string) => ({ connectorId, objectType, anchor: '', id: '' })
  const order = canonicalOrder(rules.compiled)
  return types.sort((a, b) => order(first(a), first(b)))
}

type Outcome = {
  readonly applied: CsObject[]
  readonly removed: string[]
  readonly errors: SyncError[]
  readonly failures: RunFailure[]
  readonly touched: Touched
}

async function synchroniseBatch(
  step: StepContext,
  rules: SyncRules,
  objects: readonly CsObject[],
  cursor: SyncCursor,
  options: { readonly total: number; readonly now: Date },
): Promise<void> {
  const { world, keys } = await loadBatch(step.pool, rules, objects)
  const outcome: Outcome = { applied: [], removed: [], errors: [], failures: [], touched: new Map() }
  objects.forEach((loaded, index) => {
    planOne(rules, world, world.object(loaded.id) ?? loaded, keys[index] ?? NO_KEYS, options.now, outcome)
  })
  try {
    await transaction((tx) => saveBatch(tx, step, rules, world, outcome, cursor, options.total), step.pool)
  } catch (error) {
    if (!isRefusedData(error)) throw error
    await isolate(step, rules, objects, cursor, options, error)
  }
}

const NO_KEYS: LookupKeys = { join: [], targetDns: [], targetJoin: [] }

function planOne(
  rules: SyncRules,
  world: World,
  object: CsObject,
  keys: LookupKeys,
  now: Date,
  outcome: Outcome,
): void {
  const mvId = object.link?.mvId
  const plan = planObject(rules.compiled, {
    object,
    mv: mvId === undefined ? undefined : world.mv(mvId),
    linked: mvId === undefined ? [] : world.linkedTo(mvId).filter((other) => other.id !== object.id),
    lookups: world.lookups(keys),
    now,
    newId,
  })
  note(object, plan, world, outcome)
  if (!plan.ok || !plan.planAgain) return
  // It left its metaverse object; what it is now may join or project anew.
  const free: CsObject = { ...(world.object(object.id) ?? object), link: undefined, pendingImport: 'add' }
  const again = lookupsFor(rules.compiled, free)
  planOne(rules, world, free, again, now, outcome)
}

/** SQLSTATE classes 22 (data exception) and 23 (constraint violation): the rows are at fault, not the database. */
function isRefusedData(error: unknown): boolean {
  return error instanceof Error && 'code' in error && /^2[23]/.test(String(error.code))
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
    for (const object of objects) await synchroniseBatch(step, rules, [object], cursor, options)
    return
  }
  const message = `${only.dn} could not be saved: ${cause instanceof Error ? cause.message : 'the database refused it'}. Look for another object with the same source anchor or an invalid value.`
  const error: SyncError = { csId: only.id, code: 'sync.refused_by_database', message, stage: 'projection' }
  await transaction(async (tx) => {
    await saveProgress(tx, step, {
      touched: new Map(),
      failures: [{ csId: only.id, name: only.dn, code: error.code, message }],
      cursor,
      progress: { phase: 'synchronising', done: cursor.done, total: options.total },
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
  await saveApplied(tx, outcome.applied)
  await saveSyncErrors(tx, outcome.errors)
  const planned = new Set([...outcome.applied.map((object) => object.id), ...outcome.removed])
  await saveReleased(
    tx,
    [...world.released].filter((id) => !planned.has(id)),
  )
  await saveTargets(tx, step.settings.id, [...world.targets.values()], (mvId) => world.createdAt(mvId))
  await queueReferences(tx, world, outcome.applied)
  await removeObjects(tx, outcome.removed)
}

/** Objects of a type no rule speaks of stay disconnected; what was read of them is all there is to do. */
async function settleTypesWithoutRules(step: StepContext, types: readonly string[]): Promise<void> {
  await step.pool.query(
    `delete from cs_object o where connector_id = $1 and pending_import = 'delete' and not (object_type = any($2))
       and mv_id is null and not exists (select from cs_edge e where e.target_id = o.id)`,
    [step.settings.id, types],
  )
  await step.pool.query(
    `update cs_object set pending_import = null
     where connector_id = $1 and pending_import is not null and not (object_type = any($2)) and mv_id is null`,
    [step.settings.id, types],
  )
}
