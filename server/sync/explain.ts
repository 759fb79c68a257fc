import type pg from 'pg'
import { getActiveConfiguration } from '../configuration/versions.ts'
import { AppError } from '../errors.ts'
import { newId } from '../ids.ts'
import type { Decision, RuleTrace } from './engine/model.ts'
import { planObject } from './engine/plan-object.ts'
import { loadRules } from './load-rules.ts'
import { loadBatch, loadLinkedObjects } from './store/load-batch.ts'

/** Why a metaverse object is as it is: who could set each attribute, and which rules were in scope. */
export type Explanation = { readonly decisions: readonly Decision[]; readonly trace: readonly RuleTrace[] }

/**
 * Plans a metaverse object again with the rules in force, writing nothing, and tells for every attribute which rules
 * could set it and which one won: the same planner that synchronises. Throws `metaverse.not_found`.
 */
export async function explainObject(pool: pg.Pool, mvId: string, now: Date): Promise<Explanation> {
  const { document } = await getActiveConfiguration(pool)
  const rules = await loadRules(pool, document)
  const linked = await loadLinkedObjects(pool, [mvId])
  const object = linked.find(
    (candidate) => rules.compiled.connectors.get(candidate.connectorId)?.role === 'source',
  )
  if (!object) {
    throw new AppError('notFound', 'metaverse.not_found', 'There is no metaverse object with this id.', {
      field: 'id',
    })
  }
  const { world, keys } = await loadBatch(pool, rules, [object])
  const plan = planObject(
    rules.compiled,
    {
      object,
      mv: world.mv(mvId),
      linked: world.linkedTo(mvId).filter((other) => other.id !== object.id),
      lookups: world.lookups(keys[0] ?? { join: [], targetDns: [], targetJoin: [] }),
      now,
      newId,
    },
    { explain: true },
  )
  if (plan.ok) return { decisions: plan.decisions, trace: plan.trace }
  const [error] = plan.errors
  throw new AppError(
    'unprocessable',
    error?.code ?? 'sync.not_planned',
    error?.message ?? 'The object cannot be planned.',
  )
}
