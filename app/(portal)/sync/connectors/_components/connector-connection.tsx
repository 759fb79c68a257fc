'use client'

import { useQuery } from '@tanstack/react-query'
import { api } from '../../../../_boundary/client.ts'
import type { ConnectorItem } from '../../../../_shell/api-types.ts'
import { Loaded } from '../../../../_shell/loaded.tsx'
import { Code } from '../../../../_ui/dn.tsx'
import { type Fact, Facts } from '../../../../_ui/facts.tsx'
import { messages } from '../messages.ts'
import { connectorQuery } from '../queries.ts'

/** How the directory is reached; the password never comes to the browser. */
export function ConnectorConnection({ id }: { id: string }) {
  const query = useQuery(connectorQuery(api, id))
  return (
    <Loaded query={query} lines={4}>
      {(connector) => {
        const facts = factsOf(connector)
        return facts === undefined ? <p>{messages.cloudConnection}</p> : <Facts wide facts={facts} />
      }}
    </Loaded>
  )
}

function factsOf({ connection, sample }: ConnectorItem): readonly Fact[] | undefined {
  if (sample) return [{ label: messages.file, value: messages.sampleFile }]
  if (connection === null) return undefined
  if (!('hosts' in connection)) return [{ label: messages.file, value: <Code>{connection.uploadId}</Code> }]
  return [
    {
      label: messages.hosts,
      value: connection.hosts.map((host) => (
        <div key={host}>
          <Code>{host}</Code>
        </div>
      )),
    },
    { label: messages.port, value: String(connection.port ?? messages.usualPort[connection.security]) },
    { label: messages.security, value: messages.securities[connection.security] },
    { label: messages.ca, value: connection.caCertificate ? messages.caOwn : messages.caSystem },
    { label: messages.account, value: <Code>{connection.account}</Code> },
    { label: messages.password, value: messages.passwordHidden },
  ]
}
