import { z } from 'zod'
import { query } from '../../operation/define.ts'
import { OBJECT_TYPES } from '../model.ts'
import { OBJECT_COLUMNS, type ObjectRow, storedObject } from '../object-row.ts'
import { directoryPage, toItems } from './directory-item.ts'
import { getObject } from './get.ts'
import { formatCursor, pageInput, parseCursor } from './page-input.ts'
import { searchCondition } from './search-condition.ts'

const input = pageInput.extend({ id: z.guid() })
const cursorShape = z.tuple([z.guid()])

/** In the order of their ids, so that a page of a very large group costs what a page of a small one costs. */
export const listMembers = query({
  name: 'directory.groups.members',
  summary: 'The direct members of a group',
  permission: 'directory.object.read',
  route: { method: 'GET', path: '/directory/groups/{id}/members' },
  input,
  output: directoryPage,
  run: async ({ input: { id, top, cursor, search }, sql }) => {
    const group = await getObject(sql, id, ['group'])
    const [after] = cursor === undefined ? [null] : parseCursor(cursor, cursorShape)
    const condition = searchCondition(search)
    const { rows } = await sql.query<ObjectRow>(
      `select ${OBJECT_COLUMNS} from directory_edge e
       join directory_object o on o.id = e.target_id and o.deleted_at is null
       where e.source_id = $1 and e.attribute = 'member' and ($2::uuid is null or e.target_id > $2)
         ${condition ? `and ${condition.sql('$4')}` : ''}
       order by e.target_id limit $3`,
      [group.id, after, top + 1, ...(condition ? [condition.value] : [])],
    )
    return pageOf(await toItems(sql, rows.slice(0, top).map(storedObject)), rows.length > top)
  },
})

/** Of a user, contact or group. In the order of their ids. */
export const listMemberOf = query({
  name: 'directory.users.groups',
  summary: 'The groups an object is a direct member of',
  permission: 'directory.object.read',
  route: { method: 'GET', path: '/directory/users/{id}/groups' },
  input,
  output: directoryPage,
  run: async ({ input: { id, top, cursor, search }, sql }) => {
    const member = await getObject(sql, id, OBJECT_TYPES)
    const [after] = cursor === undefined ? [null] : parseCursor(cursor, cursorShape)
    const condition = searchCondition(search)
    const { rows } = await sql.query<ObjectRow>(
      `select ${OBJECT_COLUMNS} from directory_edge e
       join directory_object o on o.id = e.source_id and o.deleted_at is null and o.object_type = 'group'
       where e.target_id = $1 and e.attribute = 'member' and ($2::uuid is null or e.source_id > $2)
         ${condition ? `and ${condition.sql('$4')}` : ''}
       order by e.source_id limit $3`,
      [member.id, after, top + 1, ...(condition ? [condition.value] : [])],
    )
    return pageOf(await toItems(sql, rows.slice(0, top).map(storedObject)), rows.length > top)
  },
})

function pageOf(
  items: z.output<typeof directoryPage>['items'],
  more: boolean,
): z.output<typeof directoryPage> {
  const last = items.at(-1)
  return { items, nextCursor: more && last ? formatCursor([last.id]) : null }
}
