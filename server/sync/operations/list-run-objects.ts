import { z } from 'zod'
import { decodeCursor, pageInput, pageOf } from '../../operation/cursor.ts'
import { query } from '../../operation/define.ts'

type Row = {
  batch: string
  position: number
  csId: string
  name: string
  mvId: string | null
  connectorId: string | null
}

export const listRunObjects = query({
  name: 'sync.runs.objects',
  summary: 'Exactly the objects behind one statistic of a run',
  permission: 'sync.run.read',
  route: { method: 'GET', path: '/sync/runs/{id}/objects' },
  input: z.object({ id: z.guid(), statistic: z.string().min(1).max(100), ...pageInput }),
  output: z.object({
    items: z.array(
      z.object({
        csId: z.string(),
        name: z.string(),
        /** Null when the object is gone or was never linked. */
        mvId: z.string().nullable(),
        connectorId: z.string().nullable(),
      }),
    ),
    nextCursor: z.string().nullable(),
  }),
  run: async ({ input, sql }) => {
    const [batch, position] = input.cursor ? decodeCursor(input.cursor, 2) : ['0', '0']
    const { rows } = await sql.query<Row>(
      `select t.id as batch, u.position::int, u.id as "csId", u.name, o.mv_id as "mvId", o.connector_id as "connectorId"
       from run_touched t
       cross join lateral unnest(t.object_ids, t.names) with ordinality as u(id, name, position)
       left join cs_object o on o.id = u.id
       where t.run_id = $1 and t.statistic = $2 and (t.id, u.position) > ($3::bigint, $4::bigint)
       order by t.id, u.position limit $5`,
      [input.id, input.statistic, batch, position, input.top + 1],
    )
    const page = pageOf(rows, input.top, (row) => [row.batch, row.position])
    return {
      items: page.items.map(({ csId, name, mvId, connectorId }) => ({ csId, name, mvId, connectorId })),
      nextCursor: page.nextCursor,
    }
  },
})
