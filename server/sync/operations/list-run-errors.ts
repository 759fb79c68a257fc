import { z } from 'zod'
import { decodeCursor, pageInput, pageOf } from '../../operation/cursor.ts'
import { query } from '../../operation/define.ts'

type Row = {
  id: string
  csId: string | null
  mvId: string | null
  connectorId: string | null
  name: string
  code: string
  message: string
  attribute: string | null
  details: unknown
}

export const listRunErrors = query({
  name: 'sync.runs.errors',
  summary: 'The objects that failed in a run, with cause and fix',
  permission: 'sync.run.read',
  route: { method: 'GET', path: '/sync/runs/{id}/errors' },
  input: z.object({ id: z.guid(), ...pageInput }),
  output: z.object({
    items: z.array(
      z.object({
        id: z.string(),
        csId: z.string().nullable(),
        mvId: z.string().nullable(),
        connectorId: z.string().nullable(),
        name: z.string(),
        code: z.string(),
        message: z.string(),
        attribute: z.string().nullable(),
        details: z.unknown(),
      }),
    ),
    nextCursor: z.string().nullable(),
  }),
  run: async ({ input, sql }) => {
    const [after] = input.cursor ? decodeCursor(input.cursor, 1) : ['0']
    const { rows } = await sql.query<Row>(
      `select e.id::text, e.cs_id as "csId", o.mv_id as "mvId", o.connector_id as "connectorId", e.name, e.code,
         e.error ->> 'message' as message, e.error ->> 'attribute' as attribute, e.error -> 'details' as details
       from run_error e left join cs_object o on o.id = e.cs_id
       where e.run_id = $1 and e.id > $2::bigint order by e.id limit $3`,
      [input.id, after, input.top + 1],
    )
    return pageOf(rows, input.top, (row) => [row.id])
  },
})
