import { z } from 'zod'
import { AppError } from '../../errors.ts'
import { query } from '../../operation/define.ts'
import { findConnections } from '../find-connections.ts'
import { connectorSchema } from './connector-schema.ts'

export const getConnector = query({
  name: 'connectors.get',
  summary: 'One connected directory',
  permission: 'connector.read',
  route: { method: 'GET', path: '/connectors/{id}' },
  input: z.object({ id: z.guid() }),
  output: connectorSchema,
  run: async ({ input, sql }) => {
    const [connector] = await findConnections(sql, input.id)
    if (connector) return connector
    throw new AppError('notFound', 'connector.not_found', 'There is no connector with this id.', {
      field: 'id',
    })
  },
})
