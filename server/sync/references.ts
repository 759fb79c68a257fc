import type pg from 'pg'
import { transaction } from '../../db/client.ts'
import type { CsObject } from './engine/model.ts'
import type { StepContext } from './run-context.ts'
import { joinByIndex } from './store/join-by-index.ts'
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
    for (const id of new Set([mvId, target.formerMvId ?? mvId]))
      for (const object of world.linkedTo(id)) moved.add(object.id)
  }
  await tx.query(
    `insert into edge_work (mv_id)
     select id from unnest($1::uuid[]) as id
     union
     select s.mv_id from unnest($2::uuid[]) as moved(id)
     cross join lateral (select source_id from cs_edge where target_id = moved.id offset 0) e
     cross join lateral (select mv_id from cs_object where id = e.source_id offset 0) s
     where s.mv_id is not null
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
      await joinByIndex(tx)
      await tx.query(STAGE_EDGES, [targetId, ids])
      await tx.query('delete from edge_work where mv_id = any($1)', [ids])
      return ids.length
    }, step.pool)
    if (count === 0) return true
  }
}

/**
 * $1 target connector, $2 metaverse objects. Edge states: see `csEdge` in the schema. Attributes that no rule flows
 * are somebody else's. An edge to an object that is staged for delete goes with that object, so that it comes back
 * should the object be restored. `offset 0` keeps the order of the look-ups as written: during a first cycle the
 * database has no statistics that would tell it.
 */
const STAGE_EDGES = `
with target as materialized (
  select t.id, m."references", t.reference_flows
  from unnest($2::uuid[]) as work(mv_id)
  cross join lateral (
    select id, mv_id, connector_id, export_operation, reference_flows
    from cs_object where mv_id = work.mv_id offset 0) t
  left join mv_object m on m.id = t.mv_id
  where t.connector_id = $1 and t.export_operation is distinct from 'delete'
), flow as materialized (
  select t.id as source_id, f.attribute, (t."references" -> f.mv_attribute ->> 1)::uuid as origin_id,
    t."references" -> f.mv_attribute ->> 2 as origin_attribute
  from target t cross join lateral jsonb_each_text(t.reference_flows) as f(attribute, mv_attribute)
  where t."references" ? f.mv_attribute
), wanted as materialized (
  select distinct f.source_id, f.attribute, linked.id as target_id
  from flow f
  cross join lateral (
    select target_id from cs_edge where source_id = f.origin_id and attribute = f.origin_attribute offset 0) e
  cross join lateral (select mv_id from cs_object where id = e.target_id offset 0) o
  cross join lateral (
    select id, connector_id, export_operation from cs_object where mv_id = o.mv_id offset 0) linked
  where linked.connector_id = $1 and linked.export_operation is distinct from 'delete'
), present as materialized (
  select e.source_id, e.attribute, e.target_id, e.state from target t
  cross join lateral (select * from cs_edge where source_id = t.id offset 0) e
), desired as materialized (
  select w.source_id, w.attribute, w.target_id, e.state, e.found is not null as present
  from wanted w left join lateral (
    select state, true as found from cs_edge
    where source_id = w.source_id and attribute = w.attribute and target_id = w.target_id offset 0) e on true
), added as (
  insert into cs_edge (source_id, attribute, target_id, state)
  select d.source_id, d.attribute, d.target_id, 'add' from desired d where not d.present
), kept as (
  update cs_edge e set state = case e.state when 'removed' then 'add' end
  from desired d
  where d.state in ('remove', 'removed')
    and e.source_id = d.source_id and e.attribute = d.attribute and e.target_id = d.target_id
), unwanted as materialized (
  select source_id, attribute, target_id, state from present
  except
  select source_id, attribute, target_id, state from desired where present
), removed as (
  update cs_edge e set state = 'remove'
  from unwanted u join target t on t.id = u.source_id
  cross join lateral (select export_operation from cs_object where id = u.target_id offset 0) gone
  where coalesce(u.state, 'added') = 'added' and t.reference_flows ? u.attribute
    and gone.export_operation is distinct from 'delete'
    and e.source_id = u.source_id and e.attribute = u.attribute and e.target_id = u.target_id
)
delete from cs_edge e using unwanted u
where u.state = 'add'
  and e.source_id = u.source_id and e.attribute = u.attribute and e.target_id = u.target_id`
