import { z } from 'zod'
import { publish } from '../../events/publish.ts'
import { command } from '../../operation/define.ts'
import { startCycle } from '../start-cycle.ts'

export const startCycleOperation = command({
  name: 'sync.cycles.start',
  summary: 'Starts a synchronization cycle: import, synchronise, export, confirm',
  permission: 'sync.cycle.start',
  route: { method: 'POST', path: '/sync/cycles', successStatus: 202 },
  input: z.strictObject({ policy: z.enum(['delta', 'full']), connector: z.guid().optional() }),
  output: z.object({ id: z.string() }),
  run: async ({ input, context, tx }) => {
    const id = await startCycle(tx, {
      policy: input.policy,
      connectorId: input.connector,
      by: context.actor?.name ?? 'system',
    })
    await publish(tx, ['sync.cycles', 'sync.runs', 'sync.overview'], 'sync.run.read')
    return {
      result: { id },
      change: {
        action: 'cycle.started',
        target: { type: 'cycle', id, name: `${input.policy} cycle` },
        after: input,
      },
    }
  },
})
