'use client'

import { useQuery } from '@tanstack/react-query'
import Link from 'next/link'
import { api } from '../../../../_boundary/client.ts'
import { Loaded } from '../../../../_shell/loaded.tsx'
import { Facts } from '../../../../_ui/facts.tsx'
import { formatNumber } from '../../../../_ui/format.ts'
import { RelativeTime } from '../../../../_ui/relative-time.tsx'
import { RunStatePill } from '../../_components/run-state.tsx'
import { messages } from '../messages.ts'
import { connectorQuery } from '../queries.ts'

export function ConnectorOverview({ id }: { id: string }) {
  const query = useQuery({ ...connectorQuery(api, id), refetchInterval: 5000 })
  return (
    <Loaded query={query} lines={4}>
      {(connector) => (
        <Facts
          wide
          facts={[
            {
              label: messages.direction,
              value: connector.role === 'target' ? messages.target : messages.source,
            },
            {
              label: messages.objects,
              value: (
                <Link className="link" href={`/sync/connectors/${id}/space`}>
                  {formatNumber(connector.objects)}
                </Link>
              ),
            },
            {
              label: messages.errors,
              value: (
                <Link className="link" href={`/sync/connectors/${id}/space?state=error`}>
                  {formatNumber(connector.errors)}
                </Link>
              ),
            },
            {
              label: messages.lastRun,
              value:
                connector.lastRun === null ? (
                  messages.never
                ) : (
                  <span className="inline-flex flex-wrap items-center gap-2">
                    <RunStatePill state={connector.lastRun.state} />
                    <Link className="link" href={`/sync/runs/${connector.lastRun.id}`}>
                      <RelativeTime value={connector.lastRun.finishedAt} />
                    </Link>
                  </span>
                ),
            },
            { label: messages.fullImport, value: <RelativeTime value={connector.fullImportAt} /> },
            { label: messages.created, value: <RelativeTime value={connector.createdAt} /> },
          ]}
        />
      )}
    </Loaded>
  )
}
