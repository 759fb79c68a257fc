import type pg from 'pg'
import { transaction } from '../../db/client.ts'
import type { CsObject } from './engine/model.ts'
import type { StepContext } from './run-context.ts'
import { saveProgress } from './store/save-progress.ts'
import type { World } from './world.ts'

const BATCH = 500

/**
 * Queues metaverse objects whose references have to be resolved again: those that have references and were changed,
 * and those that refer to an object whose link changed.
 */
export async function queueReferences(
  tx: pg.PoolClient,
  world: World,
  applied: readonly CsObject[],
): Promise<void> {
  const own = new Set<string>()
  for (const object of applied) {
    const mvId = object.link?.mvId
    if (mvId && hasReferences(world, mvId)) own.add(mvId)
  }
  const moved = new Set(world.relinked)
  for (const target of world.targets.values()) {
    const mvId = target.mvId ?? target.formerMvId
    if (target.kind === 'updated' || !mvId) continue
    if (target.mvId && hasReferences(world, mvId)) own.add(mvId)
    for (const object of world.linkedTo(mvId)) moved.add(object.id)
  }
  await tx.query(
    `insert into edge_work (mv_id)
     select id from unnest($1::uuid[]) as id
     union
     select s.mv_id from cs_edge e join cs_object s on s.id = e.source_id
     where e.target_id = any($2) and s.mv_id is not null
     on conflict do nothing`,
    [[...own], [...moved]],
  )
}

function hasReferences(world: World, mvId: string): boolean {
  const before = world.mvChanges.get(mvId)?.before
  const now = world.mv(mvId)
  return [before, now].some((mv) => mv && Object.keys(mv.references).length > 0)
}

/**
 * Works off the queue: for each object the wanted edges in the target (source edges of the winning object, mapped
 * through the links) are compared by set with those that are there, and the difference is staged. Returns false
 * when the slice was used up before the queue was empty.
 */
export async function resolveReferences(step: StepContext, targetId: string): Promise<boolean> {
  let done = 0
  for (;;) {
    step.signal.throwIfAborted()
    if (step.sliceOver()) return false
    const count = await transaction(async (tx) => {
      const { rows } = await tx.query<{ mv_id: string }>(
        `select mv_id from edge_work order by mv_id limit ${BATCH}`,
      )
      const ids = rows.map((row) => row.mv_id)
      if (ids.length === 0) return 0
      done += ids.length
      await saveProgress(tx, step, { touched: new Map(), progress: { phase: 'resolving references', done } })
      await tx.query(STAGE_EDGES, [targetId, ids])
      await tx.query('delete from edge_work where mv_id = any($1)', [ids])
      return ids.length
    }, step.pool)
    if (count === 0) return true
  }
}

/** $1 target connector, $2 metaverse objects. Edge states: see `csEdge` in the schema. */
const STAGE_EDGES = `
with target as materialized (
  select t.id, m."references", t.reference_flows
  from cs_object t left join mv_object m on m.id = t.mv_id
  where t.connector_id = $1 and t.mv_id = any($2) and t.export_operation is distinct from 'delete'
), desired as materialized (
  select distinct t.id as source_id, f.attribute, linked.id as target_id
  from target t
  cross join lateral jsonb_each_text(t.reference_flows) as f(attribute, mv_attribute)
  join cs_edge e on e.source_id = (t."references" -> f.mv_attribute ->> 1)::uuid
    and e.attribute = t."references" -> f.mv_attribute ->> 2
  join cs_object o on o.id = e.target_id and o.mv_id is not null
  join cs_object linked on linked.mv_id = o.mv_id and linked.connector_id = $1
    and linked.export_operation is distinct from 'delete'
), present as materialized (
  select e.source_id, e.attribute, e.target_id, e.state
  from cs_edge e join target t on t.id = e.source_id
), added as (
  insert into cs_edge (source_id, attribute, target_id, state)
  select d.source_id, d.attribute, d.target_id, 'add' from desired d
  where not exists (select from present p
    where p.source_id = d.source_id and p.attribute = d.attribute and p.target_id = d.target_id)
), kept as (
  update cs_edge e set state = case e.state when 'removed' then 'add' end
  from desired d
  where e.source_id = d.source_id and e.attribute = d.attribute and e.target_id = d.target_id
    and e.state in ('remove', 'removed')
), unwanted as materialized (
  select p.* from present p
  where not exists (select from desired d
    where p.source_id = d.source_id and p.attribute = d.attribute and p.target_id = d.target_id)
), removed as (
  update cs_edge e set state = 'remove' from unwanted u
  where e.source_id = u.source_id and e.attribute = u.attribute and e.target_id = u.target_id
    and coalesce(u.state, 'added') = 'added'
)
delete from cs_edge e using unwanted u
where e.source_id = u.source_id and e.attribute = u.attribute and e.target_id = u.target_id and u.state = 'add'`
