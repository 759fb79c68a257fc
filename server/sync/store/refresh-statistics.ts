import type pg from 'pg'
import { transaction } from '../../../db/client.ts'

const FIRST = 1000
const FACTOR = 4

/** Only what look-ups and joins use: wide documents would make this slow. */
const TABLES = `cs_object (id, connector_id, object_type, anchor, dn_key, placeholder, pending_import, mv_id,
  export_operation, export_state), cs_edge, mv_object (id, source_anchor), mv_join_key,
  directory_object (id, object_type, source_anchor, change_seq), directory_unique_value, directory_edge`

/**
 * Tells the database how its tables have grown, each time a step has changed four times as many rows as the last time.
 * Autovacuum is too late for a first cycle: it believes that a connector has no objects while there are thousands, and
 * any index looks as good as the right one.
 */
export async function refreshStatistics(
  pool: pg.Pool,
  changed: { readonly before: number; readonly now: number },
): Promise<void> {
  if (stage(changed.now) <= stage(changed.before)) return
  await transaction(async (tx) => {
    // A sample of 3,000 rows instead of 30,000: orders of magnitude are enough here.
    await tx.query('set local default_statistics_target = 10')
    await tx.query(`analyze ${TABLES}`)
  }, pool)
}

function stage(changed: number): number {
  return changed < FIRST ? 0 : 1 + Math.floor(Math.log(changed / FIRST) / Math.log(FACTOR))
}
