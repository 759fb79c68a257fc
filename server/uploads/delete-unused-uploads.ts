import { pool, type Sql } from '../../db/client.ts'

/**
 * Deletes the uploads created before `before` whose id is not in `keep` (the uploads of connectors and of unfinished
 * set-ups), and those whose sender never finished. Returns how many.
 */
export async function deleteUnusedUploads(
  { before, keep }: { readonly before: Date; readonly keep: readonly string[] },
  sql: Sql = pool(),
): Promise<number> {
  const { rowCount } = await sql.query('delete from upload where created_at < $1 and id <> all($2::uuid[])', [
    before,
    keep,
  ])
  return rowCount ?? 0
}
