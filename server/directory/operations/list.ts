import { z } from 'zod'
import type { Sql } from '../../../db/client.ts'
import { query } from '../../operation/define.ts'
import type { ObjectType } from '../model.ts'
import { OBJECT_COLUMNS, type ObjectRow, storedObject } from '../object-row.ts'
import { directoryPage, toItems } from './directory-item.ts'
import { formatCursor, pageInput, parseCursor } from './page-input.ts'
import { type SearchCondition, searchCondition } from './search-condition.ts'

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

/** Sorts before every name. */
const START = ['', '00000000-0000-0000-0000-000000000000'] as const

/** One more than asked for, so that the caller knows whether there are more. Equal names are ordered by id. */
async function findObjects(sql: Sql, objectType: ObjectType, filter: z.output<typeof input>): Promise<Row[]> {
  const [afterName, afterId] = filter.cursor === undefined ? START : parseCursor(filter.cursor, cursorShape)
  const search = searchCondition(filter.search)
  const state = filter.deleted === 'true' ? 'o.deleted_at is not null' : 'o.deleted_at is null'
  const { rows } = await sql.query<Row>(
    search?.anywhere ? anywhereSql(state, search) : inOrderSql(state, search),
    [objectType, filter.top + 1, afterName, afterId, ...(search ? [search.value] : [])],
  )
  return rows
}

const AFTER = '(o.display_name_key, o.id) > ($3, $4::uuid)'
const PAGE = 'order by o.display_name_key, o.id limit $2'

/** Walks the index in the order of the list. */
function inOrderSql(state: string, search: SearchCondition | undefined): string {
  return `select ${OBJECT_COLUMNS}, o.display_name_key from directory_object o
    where o.object_type = $1 and ${state} and ${AFTER} ${search ? `and ${search.sql('$5')}` : ''} ${PAGE}`
}

/** Up to so many hits are cheaper to find and sort than to wait for in the order of the list. */
const FEW_HITS = 10_000

/**
 * Few hits are found first and then sorted; with many, walking the list meets a page of them soon. Left to itself the
 * planner walks the list also for few hits that all stand at its end.
 */
function anywhereSql(state: string, search: SearchCondition): string {
  const matching = `from directory_object o where o.object_type = $1 and ${state} and ${search.sql('$5')}`
  return `with hits as materialized (select o.id, o.display_name_key ${matching} limit ${FEW_HITS + 1}),
      few as materialized (select count(*) <= ${FEW_HITS} as yes from hits),
      page as (
        (select o.id, o.display_name_key from hits o where (select yes from few) and ${AFTER} ${PAGE})
        union all
        (select o.id, o.display_name_key ${matching} and not (select yes from few) and ${AFTER} ${PAGE}))
    select ${OBJECT_COLUMNS}, o.display_name_key from page join directory_object o on o.id = page.id
    order by o.display_name_key, o.id`
}
