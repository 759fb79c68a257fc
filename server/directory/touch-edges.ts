import type pg from 'pg'

/** Marks the references from and to these objects as changed: delta readers hear of them again after a restore. */
export async function touchEdges(
  tx: pg.PoolClient,
  ids: readonly string[],
  changeSeq: number,
): Promise<void> {
  if (ids.length === 0) return
  await tx.query(
    'update directory_edge set change_seq = $2 where source_id = any($1::uuid[]) or target_id = any($1::uuid[])',
    [ids, changeSeq],
  )
}
