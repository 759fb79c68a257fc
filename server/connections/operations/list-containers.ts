import { z } from 'zod'
import { getActiveConfiguration } from '../../configuration/versions.ts'
import type { Connector } from '../../connectors/connector.ts'
import { AppError } from '../../errors.ts'
import { probe } from '../../operation/define.ts'
import { directoryInput } from '../connection-input.ts'
import { openConnector, openEntered } from '../open-connector.ts'

export const containersOutput = z.object({
  nodes: z.array(
    z.object({
      dn: z.string(),
      guid: z.string(),
      name: z.string(),
      kind: z.enum(['domain', 'ou', 'container']),
      hasChildren: z.boolean(),
      note: z.string().optional(),
    }),
  ),
})

const parent = z.guid().optional()

/** Domains, or the containers below `parent`, of a directory that is not saved yet. */
export const listEnteredContainers = probe({
  name: 'connectors.containers',
  summary: 'Domains and OUs of a directory that is not connected yet, one level at a time',
  permission: 'connector.test',
  route: { method: 'POST', path: '/connectors/containers' },
  input: z.intersection(directoryInput, z.object({ parent })),
  output: containersOutput,
  run: async ({ input, signal, sql }) => nodesOf(openEntered(sql, input), input.parent, signal),
})

export const listContainers = probe({
  name: 'connectors.savedContainers',
  summary: 'Domains and OUs of a connected directory, one level at a time',
  permission: 'connector.test',
  route: { method: 'POST', path: '/connectors/{id}/containers' },
  input: z.strictObject({ id: z.guid(), parent }),
  output: containersOutput,
  run: async ({ input, signal, sql }) => {
    const { document } = await getActiveConfiguration(sql)
    const settings = document.connectors.find((connector) => connector.id === input.id)
    if (!settings)
      throw new AppError('notFound', 'connector.not_found', 'There is no connector with this id.', {
        field: 'id',
      })
    return nodesOf(await openConnector(sql, document, settings), input.parent, signal)
  },
})

async function nodesOf(connector: Connector, parentGuid: string | undefined, signal: AbortSignal) {
  try {
    return { result: { nodes: [...(await connector.listContainers(parentGuid, signal))] } }
  } finally {
    await connector.close()
  }
}
