import { z } from 'zod'
import { publish } from '../../events/publish.ts'
import { probe } from '../../operation/define.ts'
import { connectorInput } from '../connection-input.ts'
import { createConnection } from '../create-connection.ts'

export const createConnector = probe({
  name: 'connectors.create',
  summary: 'Connects a directory after testing it; the first real one removes the sample forest',
  permission: 'connector.change',
  route: { method: 'POST', path: '/connectors', successStatus: 201 },
  timeoutMs: 120_000,
  input: connectorInput,
  output: z.object({ id: z.string(), name: z.string(), removedSample: z.boolean() }),
  run: async ({ input, context, signal, sql }) => {
    const result = await createConnection(sql, context, input, signal)
    await publish(sql, ['connectors', 'sync', 'directory', 'errors'], 'connector.read')
    return { result }
  },
})
