import { z } from 'zod'
import { publish } from '../../events/publish.ts'
import { command } from '../../operation/define.ts'
import { removeConnection } from '../remove-connection.ts'

export const deleteConnector = command({
  name: 'connectors.delete',
  summary: 'Removes a source; its cloud objects are kept as cloud objects or staged for delete',
  permission: 'connector.change',
  route: { method: 'DELETE', path: '/connectors/{id}' },
  input: z.object({ id: z.guid(), objects: z.enum(['keep', 'remove']) }),
  output: z.object({ id: z.string(), objects: z.number() }),
  run: async ({ input, context, tx }) => {
    const removed = await removeConnection(tx, context, input.id, input.objects)
    await publish(tx, ['connectors', 'sync', 'directory', 'errors'], 'connector.read')
    return {
      result: { id: removed.id, objects: removed.objects },
      change: {
        action: 'connector.deleted',
        target: { type: 'connector', id: removed.id, name: removed.name },
        before: { objects: removed.objects },
        after: { objects: input.objects },
      },
    }
  },
})
