import { z } from 'zod'
import { decodeCursor, pageInput, pageOf } from '../../operation/cursor.ts'
import { query } from '../../operation/define.ts'
import { findRuns } from '../queries/find-runs.ts'
import { RUN_PROFILES } from '../start-cycle.ts'
import { runSchema } from './run-schemas.ts'

/** Groups of run states as people filter by them. */
const GROUPS: Readonly<Record<string, string>> = {
  running: `r.state in ('queued', 'in-progress')`,
  success: `r.state in ('success', 'no-start-staging')`,
  warnings: `r.state like 'completed-%'`,
  errors: `(r.state like 'stopped-%' or (r.state like 'no-start-%' and r.state <> 'no-start-staging'))`,
}

export const listRuns = query({
  name: 'sync.runs.list',
  summary: 'The run history, newest first',
  permission: 'sync.run.read',
  route: { method: 'GET', path: '/sync/runs' },
  input: z.object({
    ...pageInput,
    status: z.enum(['running', 'success', 'warnings', 'errors']).optional(),
    connector: z.guid().optional(),
    profile: z.enum(RUN_PROFILES).optional(),
  }),
  output: z.object({ items: z.array(runSchema), nextCursor: z.string().nullable() }),
  run: async ({ input, sql }) => {
    const [after] = input.cursor ? decodeCursor(input.cursor, 1) : [null]
    const runs = await findRuns(
      sql,
      `where ($1::uuid is null or r.id < $1) and ($3::uuid is null or r.connector_id = $3)
         and ($4::text is null or r.profile = $4) and ${GROUPS[input.status ?? ''] ?? 'true'}
       order by r.id desc limit $2`,
      [after, input.top + 1, input.connector ?? null, input.profile ?? null],
    )
    return pageOf(runs, input.top, (run) => [run.id])
  },
})
