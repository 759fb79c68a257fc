import { z } from 'zod'
import { AppError } from '../../errors.ts'
import { query } from '../../operation/define.ts'
import { findRuns } from '../queries/find-runs.ts'
import { runSchema } from './run-schemas.ts'

export const getRun = query({
  name: 'sync.runs.get',
  summary: 'One run with its statistics',
  permission: 'sync.run.read',
  route: { method: 'GET', path: '/sync/runs/{id}' },
  input: z.object({ id: z.guid() }),
  output: runSchema,
  run: async ({ input, sql }) => {
    const [run] = await findRuns(sql, 'where r.id = $1', [input.id])
    if (run) return run
    throw new AppError('notFound', 'sync.run_not_found', 'There is no run with this id.', { field: 'id' })
  },
})
