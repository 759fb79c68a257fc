'use client'

import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import Link from 'next/link'
import { api } from '../../../../_boundary/client.ts'
import { ListTable } from '../../../../_shell/list-table.tsx'
import { EmptyState } from '../../../../_ui/states.tsx'
import { messages } from '../messages.ts'
import { runObjectsQuery, runQuery } from '../queries.ts'

/** The objects behind one number of a run. */
export function RunObjects({ runId, statistic }: { runId: string; statistic: string }) {
  const run = useQuery(runQuery(api, runId))
  const query = useInfiniteQuery(runObjectsQuery(api, runId, statistic))
  return (
    <ListTable
      label={messages.objectsTitle(statistic)}
      query={query}
      rowKey={(object) => object.csId}
      columns={[
        {
          id: 'object',
          header: messages.object,
          cell: (object) => (
            <Link
              className="row-link"
              href={`/sync/connectors/${object.connectorId ?? run.data?.connectorId}/objects/${object.csId}`}
            >
              <bdi>{object.name}</bdi>
            </Link>
          ),
        },
      ]}
      empty={<EmptyState title={messages.noObjects} />}
    />
  )
}
