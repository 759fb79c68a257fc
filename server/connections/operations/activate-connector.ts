import { z } from 'zod'
import { AppError } from '../../errors.ts'
import { publish } from '../../events/publish.ts'
import { command } from '../../operation/define.ts'
import { refuseWhileRunning } from '../../sync/start-cycle.ts'

export const activateConnector = command({
  name: 'connectors.activate',
  summary: 'Approves a staged source: the next cycle synchronises it',
  permission: 'connector.change',
  route: { method: 'POST', path: '/connectors/{id}/activate' },
  input: z.object({ id: z.guid() }),
  output: z.object({ id: z.string() }),
  run: async ({ input, tx }) => {
    // A running cycle would find a source that it has not read.
    await refuseWhileRunning(tx)
    const { rows } = await tx.query<{ name: string; stage: string }>(
      `select name, stage from connector where id = $1 and role = 'source' for update`,
      [input.id],
    )
    const connector = rows[0]
    if (!connector)
      throw new AppError('notFound', 'connector.not_found', 'There is no source connector with this id.')
    if (connector.stage === 'active') return { result: { id: input.id }, change: null }
    await tx.query(`update connector set stage = 'active' where id = $1`, [input.id])
    await publish(tx, ['connectors', 'sync.overview'], 'connector.read')
    return {
      result: { id: input.id },
      change: {
        action: 'connector.changed',
        target: { type: 'connector', id: input.id, name: connector.name },
        before: { stage: 'staged' },
        after: { stage: 'active' },
      },
    }
  },
})
