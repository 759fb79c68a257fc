import type pg from 'pg'
import { transaction } from '../../db/client.ts'
import { newId } from '../ids.ts'
import { lookupsFor } from './engine/lookups-for.ts'
import type { CsObject, ObjectPlan } from './engine/model.ts'
import { planObject } from './engine/plan-object.ts'
import type { SyncRules } from './load-rules.ts'
import { queueReferences, resolveReferences } from './references.ts'
import { type StepContext, type StepResult, type Touched, touch } from './run-context.ts'
import { loadObjects, loadWorld } from './store/load-batch.ts'
import {
  removeObjects,
  type SyncError,
  saveApplied,
  saveSyncErrors,
  saveTargets,
  saveUnlinked,
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
  const types = rules.compiled.objectTypes(step.settings.id)
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
  const keys = objects.map((object) => lookupsFor(rules.compiled, object))
  const world = await loadWorld(step.pool, rules.numbers, objects, keys, rules.compiled.joinAttributes, {
    connectorId: rules.targetId,
    dns: keys.flatMap((entry) => entry.targetDns),
  })
  const outcome: Outcome = { applied: [], removed: [], errors: [], failures: [], touched: new Map() }
  objects.forEach((loaded, index) => {
    const object = world.object(loaded.id) ?? loaded
    const plan = planObject(rules.compiled, {
      object,
      mv: object.link && world.mv(object.link.mvId),
      linked: object.link ? world.linkedTo(object.link.mvId).filter((other) => other.id !== object.id) : [],
      lookups: world.lookups(keys[index] ?? { join: [], targetDns: [] }),
      now: options.now,
      newId,
    })
    note(object, plan, world, outcome)
  })
  await transaction((tx) => saveBatch(tx, step, rules, world, outcome, cursor, options.total), step.pool)
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
  await saveUnlinked(
    tx,
    [...world.relinked].filter((id) => !planned.has(id)),
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
