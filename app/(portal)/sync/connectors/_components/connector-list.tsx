'use client'

import { useQuery } from '@tanstack/react-query'
import Link from 'next/link'
import { api } from '../../../../_boundary/client.ts'
import { Loaded } from '../../../../_shell/loaded.tsx'
import { ButtonLink } from '../../../../_ui/button.tsx'
import { formatNumber } from '../../../../_ui/format.ts'
import { Tag } from '../../../../_ui/pill.tsx'
import { PlainTable } from '../../../../_ui/plain-table.tsx'
import { RelativeTime } from '../../../../_ui/relative-time.tsx'
import { EmptyState } from '../../../../_ui/states.tsx'
import { RunStatePill } from '../../_components/run-state.tsx'
import { messages } from '../messages.ts'

export function ConnectorList() {
  const query = useQuery({ ...api.connectors.list.queryOptions({ input: {} }), refetchInterval: 5000 })
  return (
    <Loaded query={query} lines={4}>
      {({ items }) =>
        items.length === 0 ? (
          <EmptyState
            title={messages.empty}
            action={
              <ButtonLink variant="primary" href="/start/forest/choose">
                {messages.add}
              </ButtonLink>
            }
          >
            {messages.emptyHelp}
          </EmptyState>
        ) : (
          <PlainTable
            label={messages.title}
            rows={items}
            rowKey={({ id }) => id}
            columns={[
              {
                id: 'name',
                header: messages.name,
                cell: (connector) => (
                  <span className="inline-flex flex-wrap items-center gap-2">
                    <Link className="row-link" href={`/sync/connectors/${connector.id}`}>
                      {connector.name}
                    </Link>
                    {connector.sample ? <Tag>{messages.sample}</Tag> : null}
                  </span>
                ),
              },
              { id: 'type', header: messages.type, cell: ({ type }) => messages.types[type] },
              {
                id: 'direction',
                header: messages.direction,
                cell: ({ role }) => (role === 'target' ? messages.target : messages.source),
              },
              {
                id: 'last',
                header: messages.lastRun,
                cell: ({ lastRun }) =>
                  lastRun === null ? (
                    messages.never
                  ) : (
                    <span className="inline-flex flex-wrap items-center gap-2">
                      <RunStatePill state={lastRun.state} />
                      <RelativeTime value={lastRun.finishedAt} />
                    </span>
                  ),
              },
              {
                id: 'objects',
                header: messages.objects,
                align: 'end',
                cell: ({ id, objects }) => (
                  <Link className="link" href={`/sync/connectors/${id}/space`}>
                    {formatNumber(objects)}
                  </Link>
                ),
              },
              {
                id: 'errors',
                header: messages.errors,
                align: 'end',
                cell: ({ id, errors }) =>
                  errors === 0 ? (
                    '0'
                  ) : (
                    <Link className="link" href={`/sync/connectors/${id}/space?state=error`}>
                      {formatNumber(errors)}
                    </Link>
                  ),
              },
            ]}
          />
        )
      }
    </Loaded>
  )
}
