import { openSession } from '../../ldap/open-session.ts'
import { type RootDse, readRootDse } from '../../ldap/root-dse.ts'
import type { LdapSession } from '../../ldap/session.ts'
import type { Connector, ConnectorSchema } from '../connector.ts'
import { listChildren, listDomains } from './list-containers.ts'
import { locateObjects } from './locate-objects.ts'
import { nameParameters, readPartitions } from './partitions.ts'
import { readAllObjects } from './read-all.ts'
import { readForestSchema } from './read-schema.ts'
import type { ActiveDirectorySettings } from './settings.ts'
import { testConnection } from './test-connection.ts'

type Opened = { readonly session: LdapSession; readonly rootDse: RootDse }

/**
 * Reads one Active Directory forest over LDAPS or StartTLS. Nothing connects before the first call; a connection that
 * was lost is opened again by the next call, on the first host that answers, never within a read.
 */
export function createActiveDirectoryConnector(settings: ActiveDirectorySettings): Connector {
  let opened: Opened | undefined
  let schema: ConnectorSchema | undefined

  async function open(signal: AbortSignal): Promise<Opened> {
    if (opened?.session.isOpen) return opened
    const session = await openSession(settings, signal)
    opened = { session, rootDse: await readRootDse(session, signal) }
    return opened
  }

  async function readSchema(signal: AbortSignal): Promise<ConnectorSchema> {
    const { session, rootDse } = await open(signal)
    schema ??= await readForestSchema(session, rootDse, signal)
    return schema
  }

  return {
    test: (signal) => testConnection(settings, signal),
    readSchema,
    async listContainers(parentGuid, signal) {
      const { session, rootDse } = await open(signal)
      return parentGuid === undefined
        ? listDomains(session, rootDse, signal)
        : listChildren(session, parentGuid, signal)
    },
    async *readAll(scope, signal) {
      const known = await readSchema(signal)
      const { session } = await open(signal)
      yield* readAllObjects(session, known, settings, scope, signal)
    },
    async locate(anchors, scope, signal) {
      const { session } = await open(signal)
      return locateObjects(session, anchors, scope, signal)
    },
    async parameters(signal) {
      const { session, rootDse } = await open(signal)
      return nameParameters(await readPartitions(session, rootDse, signal))
    },
    async close() {
      opened?.session.close()
    },
  }
}
