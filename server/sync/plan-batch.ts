import { newId } from '../ids.ts'
import { log } from '../log.ts'
import { lookupsFor } from './engine/lookups-for.ts'
import type { CsObject, LookupKeys, ObjectPlan, PlanInput } from './engine/model.ts'
import { planObject } from './engine/plan-object.ts'
import type { SyncRules } from './load-rules.ts'
import { type StepContext, type Touched, touch } from './run-context.ts'
import { type Batch, loadBatch, loadMore } from './store/load-batch.ts'
import type { SyncError } from './store/save-links.ts'
import { nameOf } from './store/save-metaverse.ts'
import type { RunFailure } from './store/save-progress.ts'
import type { World } from './world.ts'

/** What became of the objects of a batch, beside what `world` has collected. */
export type Outcome = {
  readonly applied: CsObject[]
  readonly removed: string[]
  readonly errors: SyncError[]
  readonly failures: RunFailure[]
  readonly touched: Touched
}

/** A batch that is planned and not yet saved. */
export type PlannedBatch = {
  readonly objects: readonly CsObject[]
  readonly world: World
  /** Everything that was looked up. */
  readonly keys: readonly LookupKeys[]
  readonly outcome: Outcome
}

/** Loads everything that these objects can meet and plans them one after the other. */
export async function planBatch(
  step: StepContext,
  rules: SyncRules,
  objects: readonly CsObject[],
  now: Date,
): Promise<PlannedBatch> {
  return planLoaded(step, rules, objects, await loadBatch(step.pool, rules, objects), now)
}

/**
 * As `planBatch`, while the batch before it is still being saved. Undefined when the two have anything in common: what
 * was loaded may then be out of date.
 */
export async function planMeanwhile(
  step: StepContext,
  rules: SyncRules,
  objects: readonly CsObject[],
  before: PlannedBatch,
  now: Date,
): Promise<PlannedBatch | undefined> {
  const batch = await loadBatch(step.pool, rules, objects)
  if (before.world.concerns(batch.world, batch.keys)) return undefined
  const planned = await planLoaded(step, rules, objects, batch, now)
  // Planning may have looked for more than was loaded at first.
  return before.world.concerns(planned.world, planned.keys) ? undefined : planned
}

async function planLoaded(
  step: StepContext,
  rules: SyncRules,
  objects: readonly CsObject[],
  { world, keys }: Batch,
  now: Date,
): Promise<PlannedBatch> {
  const looked = [...keys]
  const outcome: Outcome = { applied: [], removed: [], errors: [], failures: [], touched: new Map() }
  for (const [index, loaded] of objects.entries()) {
    const object = world.object(loaded.id) ?? loaded
    const known = object.link?.mvId === loaded.link?.mvId ? keys[index] : undefined
    const own = known ?? (await loadKeys(step, rules, world, object, looked))
    if (!planOne(rules, world, object, own, now, outcome)) continue
    // It left its metaverse object; what it is now may join or project anew.
    const free: CsObject = { ...(world.object(object.id) ?? object), link: undefined, pendingImport: 'add' }
    world.released.add(free.id)
    planOne(rules, world, free, await loadKeys(step, rules, world, free, looked), now, outcome)
  }
  return { objects, world, keys: looked, outcome }
}

/** Keys of an object whose link is not the one it was loaded with, with what they find. */
async function loadKeys(
  step: StepContext,
  rules: SyncRules,
  world: World,
  object: CsObject,
  looked: LookupKeys[],
): Promise<LookupKeys> {
  const linked = world.linkedTo(object.link?.mvId ?? '').filter((other) => other.id !== object.id)
  const keys = lookupsFor(rules.compiled, object, linked)
  looked.push(keys)
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
