import { pool, type Sql } from '../../db/client.ts'
import { AppError } from '../errors.ts'

// 4 MiB in memory at most.
const CHUNKS_PER_QUERY = 4

/**
 * The content of an upload from its beginning, in order, as often as it is called and by any process. Throws, once
 * it is read, `upload.not_found` (also while it is still being received), and `upload.incomplete` when bytes are
 * missing: a cut file must never pass for a whole one.
 */
export async function* openUpload(id: string, sql: Sql = pool()): AsyncGenerator<Uint8Array> {
  const found = await sql.query<{ size_bytes: string }>(
    `select size_bytes from upload where id = $1 and state = 'ready'`,
    [id],
  )
  const expected = found.rows[0]
  if (!expected)
    throw new AppError('notFound', 'upload.not_found', `There is no upload ${id}. Upload the file again.`)
  let size = 0
  for (let after = -1; ; ) {
    const { rows } = await sql.query<{ n: number; bytes: Buffer }>(
      'select n, bytes from upload_chunk where upload_id = $1 and n > $2 order by n limit $3',
      [id, after, CHUNKS_PER_QUERY],
    )
    for (const { n, bytes } of rows) {
      if (n !== after + 1) throw incomplete(id)
      after = n
      size += bytes.length
      yield bytes
    }
    if (rows.length < CHUNKS_PER_QUERY) break
  }
  if (size !== Number(expected.size_bytes)) throw incomplete(id)
}

function incomplete(id: string): AppError {
  return new AppError(
    'unavailable',
    'upload.incomplete',
    `Upload ${id} is not complete in the database. Upload the file again and connect it.`,
  )
}
