import { z } from 'zod'
import type { Sql } from '../../../db/client.ts'
import { AppError } from '../../errors.ts'
import { query } from '../../operation/define.ts'
import { loadById } from '../load-objects.ts'
import type { ObjectType, StoredObject } from '../model.ts'
import { directoryItem, toItems } from './directory-item.ts'

export const getUser = getOf('user', 'users')
export const getGroup = getOf('group', 'groups')
export const getContact = getOf('contact', 'contacts')

/** Soft-deleted objects are shown too, with `deletedAt`. */
function getOf(objectType: ObjectType, plural: string) {
  return query({
    name: `directory.${plural}.get`,
    summary: `One ${objectType} of the cloud directory, soft-deleted ones included`,
    permission: 'directory.object.read',
    route: { method: 'GET', path: `/directory/${plural}/{id}` },
    input: z.object({ id: z.guid() }),
    output: directoryItem,
    run: async ({ input, sql }) => {
      const [item] = await toItems(sql, [await getObject(sql, input.id, [objectType])])
      if (!item) throw new Error(`No item for ${input.id}`)
      return item
    },
  })
}

/** Throws `directory.object_not_found` (404) when there is none, or it is of another type. */
export async function getObject(sql: Sql, id: string, types: readonly ObjectType[]): Promise<StoredObject> {
  const object = (await loadById(sql, [id.toLowerCase()])).get(id.toLowerCase())
  if (object && types.includes(object.objectType)) return object
  throw new AppError(
    'notFound',
    'directory.object_not_found',
    `There is no ${types.join(', ')} ${id} in the cloud directory. It may have been deleted for good.`,
  )
}
