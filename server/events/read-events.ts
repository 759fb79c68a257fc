import type { Sql } from '../../db/client.ts'
import type { Permission } from '../operation/permissions.ts'

/** Something changed; `keys` are beginnings of operation names. Only for callers with `permission`. */
export type ChangeEvent = { readonly keys: readonly string[]; readonly permission: Permission }

/** An event may become visible after one with a higher id: its transaction committed later. So many ids are re-read. */
const LATE_WINDOW = 500

/** Hands out every event that is committed after it was made, each once. */
export async function createEventReader(sql: Sql): Promise<() => Promise<ChangeEvent[]>> {
  let newest = 0
  let seen = new Set<number>()
  const read = async () => {
    const { rows } = await sql.query<ChangeEvent & { id: string }>(
      'select id, keys, permission from event where id > $1 order by id',
      [newest - LATE_WINDOW],
    )
    const fresh = rows.filter((row) => !seen.has(Number(row.id)))
    newest = Number(rows.at(-1)?.id ?? newest)
    seen = new Set(rows.map((row) => Number(row.id)))
    return fresh
  }
  const { rows } = await sql.query<{ newest: string | null }>('select max(id) as newest from event')
  newest = Number(rows[0]?.newest ?? 0)
  await read()
  return read
}
