import type pg from 'pg'

/**
 * For the rest of this transaction tables are joined by looking rows up in indexes. A batch is small and the tables
 * are large, but during a first cycle the database has no statistics yet that say so: it would read whole tables for
 * every batch. Not for statements that compare two long lists with each other.
 */
export async function joinByIndex(tx: pg.PoolClient): Promise<void> {
  await tx.query(
    'set local enable_hashjoin = off; set local enable_mergejoin = off; set local enable_seqscan = off; set local enable_bitmapscan = off',
  )
}
