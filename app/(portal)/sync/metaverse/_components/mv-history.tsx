'use client'

import { useQuery } from '@tanstack/react-query'
import Link from 'next/link'
import { api } from '../../../../_boundary/client.ts'
import { Loaded } from '../../../../_shell/loaded.tsx'
import { RelativeTime } from '../../../../_ui/relative-time.tsx'
import { EmptyState } from '../../../../_ui/states.tsx'
import { ChangeTable } from '../../_components/change-table.tsx'
import { messages, wordFor } from '../messages.ts'
import { mvObjectQuery } from '../queries.ts'

/** What changed and in which run, newest first. */
export function MvHistory({ id }: { id: string }) {
  const query = useQuery(mvObjectQuery(api, id))
  return (
    <Loaded query={query}>
      {({ history }) =>
        history.length === 0 ? (
          <EmptyState title={messages.noHistory} />
        ) : (
          <ol className="flex flex-col gap-4">
            {history.map((entry) => (
              <li key={entry.id} className="flex flex-col gap-2 border-s-2 border-divider ps-4">
                <div className="flex flex-wrap items-center gap-2">
                  <span className="font-semibold">{wordFor(messages.operations, entry.operation)}</span>
                  <RelativeTime value={entry.at} />
                  <Link className="link" href={`/sync/runs/${entry.runId}`}>
                    {messages.run}
                  </Link>
                </div>
                <ChangeTable label={wordFor(messages.operations, entry.operation)} changes={entry.changes} />
              </li>
            ))}
          </ol>
        )
      }
    </Loaded>
  )
}
