import { z } from 'zod'
import { query } from '../../operation/define.ts'
import { findConnections } from '../find-connections.ts'
import { connectorSchema } from './connector-schema.ts'

export const listConnectors = query({
  name: 'connectors.list',
  summary: 'Connected directories with their state and counts',
  permission: 'connector.read',
  route: { method: 'GET', path: '/connectors' },
  input: z.object({}),
  output: z.object({ items: z.array(connectorSchema) }),
  run: async ({ sql }) => ({ items: await findConnections(sql) }),
})
