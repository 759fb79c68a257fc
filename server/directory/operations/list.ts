import { z } from 'zod'
import type { Sql } from '../../../db/client.ts'
import { query } from '../../operation/define.ts'
import type { ObjectType } from '../model.ts'
import { OBJECT_COLUMNS, type ObjectRow, storedObject } from '../object-row.ts'
import { directoryPage, toItems } from './directory-item.ts'
import { formatCursor, pageInput, parseCursor } from './page-input.ts'
import { searchCondition } from './search-condition.ts'

const input = pageInput.extend({
  /** Soft-deleted objects instead of live ones. */
  deleted: z.enum(['true', 'false']).default('false'),
})

const cursorShape = z.tuple([z.string(), z.guid()])

export const listUsers = listOf('user', 'users')
export const listGroups = listOf('group', 'groups')
export const listContacts = listOf('contact', 'contacts')

function listOf(objectType: ObjectType, plural: string) {
  return query({
    name: `directory.${plural}.list`,
    summary: `The ${plural} of the cloud directory by display name`,
    permission: 'directory.object.read',
    route: { method: 'GET', path: `/directory/${plural}` },
    input,
    output: directoryPage,
    run: async ({ input: filter, sql }) => {
      const rows = await findObjects(sql, objectType, filter)
      const page = rows.slice(0, filter.top)
      const last = page.at(-1)
      return {
        items: await toItems(sql, page.map(storedObject)),
        nextCursor: last && rows.length > filter.top ? formatCursor([last.display_name_key, last.id]) : null,
      }
    },
  })
}

type Row = ObjectRow & { readonly display_name_key: string }

/** One more than asked for, so that the caller knows whether there are more. Equal names are ordered by id. */
async function findObjects(sql: Sql, objectType: ObjectType, filter: z.output<typeof input>): Promise<Row[]> {
  const [afterName, afterId] = filter.cursor === undefined ? [] : parseCursor(filter.cursor, cursorShape)
  const search = searchCondition(filter.search)
  const conditions = [
    'o.object_type = $1',
    filter.deleted === 'true' ? 'o.deleted_at is not null' : 'o.deleted_at is null',
    ...(afterName === undefined ? [] : ['(o.display_name_key, o.id) > ($3, $4::uuid)']),
    ...(search ? [search.sql(afterName === undefined ? '$3' : '$5')] : []),
  ]
  const { rows } = await sql.query<Row>(
    `select ${OBJECT_COLUMNS}, o.display_name_key from directory_object o
     where ${conditions.join(' and ')} order by o.display_name_key, o.id limit $2`,
    [
      objectType,
      filter.top + 1,
      ...(afterName === undefined ? [] : [afterName, afterId]),
      ...(search ? [search.value] : []),
    ],
  )
  return rows
}
