import { z } from 'zod'
import { query } from '../../operation/define.ts'
import type { ObjectType } from '../model.ts'

const counts = z.object({ users: z.number(), groups: z.number(), contacts: z.number() })

/** Live objects by type, how many of them a synchronisation maintains, and soft-deleted objects. */
export const summarize = query({
  name: 'directory.summary',
  summary: 'How many users, groups and contacts there are',
  permission: 'directory.object.read',
  route: { method: 'GET', path: '/directory/summary' },
  input: z.object({}),
  output: counts.extend({ synced: counts, deleted: z.number() }),
  run: async ({ sql }) => {
    // Each count is answered by a partial index; counting synchronised objects themselves would read every row.
    const { rows } = await sql.query<{ kind: string; object_type: ObjectType; count: string }>(
      `select 'live' as kind, object_type, count(*) from directory_object where deleted_at is null group by object_type
       union all select 'unsynced', object_type, count(*) from directory_object
         where deleted_at is null and not synced group by object_type
       union all select 'deleted', object_type, count(*) from directory_object
         where deleted_at is not null group by object_type`,
    )
    const count = (kind: string, type: ObjectType) =>
      Number(rows.find((row) => row.kind === kind && row.object_type === type)?.count ?? 0)
    const live = {
      users: count('live', 'user'),
      groups: count('live', 'group'),
      contacts: count('live', 'contact'),
    }
    return {
      ...live,
      synced: {
        users: live.users - count('unsynced', 'user'),
        groups: live.groups - count('unsynced', 'group'),
        contacts: live.contacts - count('unsynced', 'contact'),
      },
      deleted: count('deleted', 'user') + count('deleted', 'group') + count('deleted', 'contact'),
    }
  },
})
