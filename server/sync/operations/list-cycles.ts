import { z } from 'zod'
import { decodeCursor, pageInput, pageOf } from '../../operation/cursor.ts'
import { query } from '../../operation/define.ts'
import { findCycles } from '../queries/find-runs.ts'
import { cycleSchema } from './run-schemas.ts'

export const listCycles = query({
  name: 'sync.cycles.list',
  summary: 'Cycles, newest first',
  permission: 'sync.run.read',
  route: { method: 'GET', path: '/sync/cycles' },
  input: z.object(pageInput),
  output: z.object({ items: z.array(cycleSchema), nextCursor: z.string().nullable() }),
  run: async ({ input, sql }) => {
    const [after] = input.cursor ? decodeCursor(input.cursor, 1) : [null]
    const cycles = await findCycles(
      sql,
      'where ($1::uuid is null or c.id < $1) order by c.id desc limit $2',
      [after, input.top + 1],
    )
    return pageOf(cycles, input.top, (cycle) => [cycle.id])
  },
})
