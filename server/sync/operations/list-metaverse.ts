import { z } from 'zod'
import { searchKey } from '../../directory/index.ts'
import { decodeCursor, pageInput, pageOf } from '../../operation/cursor.ts'
import { query } from '../../operation/define.ts'

const item = z.object({
  id: z.string(),
  objectType: z.string(),
  displayName: z.string(),
  userPrincipalName: z.string().nullable(),
  mail: z.string().nullable(),
  sourceAnchor: z.string().nullable(),
  /** Id in the cloud directory, once exported. */
  directoryId: z.string().nullable(),
  updatedAt: z.string(),
})

type Row = Omit<z.input<typeof item>, 'updatedAt'> & { updatedAt: Date; nameKey: string }

export const listMetaverse = query({
  name: 'sync.metaverse.list',
  summary: 'Metaverse objects by name, by text, or the one behind a directory object',
  permission: 'metaverse.read',
  route: { method: 'GET', path: '/sync/metaverse' },
  input: z.object({
    ...pageInput,
    search: z.string().trim().max(200).optional(),
    directoryId: z.guid().optional(),
    objectType: z.string().max(100).optional(),
  }),
  output: z.object({ items: z.array(item), nextCursor: z.string().nullable() }),
  run: async ({ input, sql }) => {
    const [name, id] = input.cursor ? decodeCursor(input.cursor, 2) : [null, null]
    const { rows } = await sql.query<Row>(
      `select m.id, m.object_type as "objectType", coalesce(m.attributes ->> 'displayName', m.attributes ->> 'cn', '') as "displayName",
         m.attributes ->> 'userPrincipalName' as "userPrincipalName", m.attributes ->> 'mail' as mail,
         m.source_anchor as "sourceAnchor", m.updated_at as "updatedAt", m.name_key as "nameKey",
         (select t.anchor from cs_object t join connector k on k.id = t.connector_id and k.role = 'target'
          where t.mv_id = m.id limit 1) as "directoryId"
       from mv_object m
       where ($1::text is null or (m.name_key, m.id) > ($1 collate "C", $2::uuid))
         and ($3::text is null or strpos(m.search_text, $3) > 0)
         and ($4::text is null or m.object_type = $4)
         and ($5::text is null or m.id in (select t.mv_id from cs_object t
           join connector k on k.id = t.connector_id and k.role = 'target' where t.anchor = $5))
       order by m.name_key, m.id limit $6`,
      [
        name,
        id,
        input.search ? searchKey(input.search) : null,
        input.objectType ?? null,
        input.directoryId ?? null,
        input.top + 1,
      ],
    )
    const page = pageOf(rows, input.top, (row) => [row.nameKey, row.id])
    return {
      items: page.items.map(({ nameKey: _, ...row }) => ({ ...row, updatedAt: row.updatedAt.toISOString() })),
      nextCursor: page.nextCursor,
    }
  },
})
