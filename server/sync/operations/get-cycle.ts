import { z } from 'zod'
import { AppError } from '../../errors.ts'
import { query } from '../../operation/define.ts'
import { findCycles } from '../queries/find-runs.ts'
import { cycleSchema } from './run-schemas.ts'

export const getCycle = query({
  name: 'sync.cycles.get',
  summary: 'One cycle with its runs',
  permission: 'sync.run.read',
  route: { method: 'GET', path: '/sync/cycles/{id}' },
  input: z.object({ id: z.guid() }),
  output: cycleSchema,
  run: async ({ input, sql }) => {
    const [cycle] = await findCycles(sql, 'where c.id = $1', [input.id])
    if (cycle) return cycle
    throw new AppError('notFound', 'sync.cycle_not_found', 'There is no cycle with this id.', { field: 'id' })
  },
})
