import { z } from 'zod'
import { publish } from '../../events/publish.ts'
import { command, query } from '../../operation/define.ts'
import { isStaging, setStaging } from '../switches.ts'

export const getStaging = query({
  name: 'sync.staging.get',
  summary: 'Whether staging is on: everything is computed, nothing is written to targets',
  permission: 'sync.run.read',
  route: { method: 'GET', path: '/sync/staging' },
  input: z.object({}),
  output: z.object({ on: z.boolean() }),
  run: async ({ sql }) => ({ on: await isStaging(sql) }),
})

export const changeStaging = command({
  name: 'sync.staging.set',
  summary: 'Turns staging on or off; a running export stops before its next batch',
  permission: 'sync.staging.change',
  route: { method: 'POST', path: '/sync/staging' },
  input: z.strictObject({ on: z.boolean(), reason: z.string().trim().max(1000).optional() }),
  output: z.object({ on: z.boolean() }),
  run: async ({ input, context, tx }) => {
    const before = await setStaging(tx, input.on, context.actor?.name ?? 'system')
    await publish(tx, ['sync.staging', 'sync.overview', 'sync.exports'], 'sync.run.read')
    if (before === input.on) return { result: { on: input.on }, change: null }
    return {
      result: { on: input.on },
      change: {
        action: input.on ? 'staging.turned_on' : 'staging.turned_off',
        target: { type: 'switch', id: 'staging', name: 'Staging' },
        before: { on: before },
        after: { on: input.on },
        ...(input.reason ? { reason: input.reason } : {}),
      },
    }
  },
})
