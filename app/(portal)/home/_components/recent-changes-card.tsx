'use client'

import { useQuery } from '@tanstack/react-query'
import Link from 'next/link'
import { api } from '../../../_boundary/client.ts'
import { Loaded } from '../../../_shell/loaded.tsx'
import { Card } from '../../../_ui/card.tsx'
import { RelativeTime } from '../../../_ui/relative-time.tsx'
import { activityName } from '../../logs/audit/messages.ts'
import { messages } from '../messages.ts'
import { recentChangesQuery } from '../queries.ts'

/** The last things people and Lockstep did. */
export function RecentChangesCard() {
  const query = useQuery({ ...recentChangesQuery(api), refetchInterval: 15_000 })
  return (
    <Card
      title={messages.recent}
      footer={
        <Link className="link" href="/logs/audit">
          {messages.allChanges}
        </Link>
      }
    >
      <Loaded query={query} lines={3}>
        {({ items }) =>
          items.length === 0 ? (
            <p className="text-muted">{messages.noRecent}</p>
          ) : (
            <ul className="flex flex-col gap-2">
              {items.map((entry) => (
                <li key={entry.id} className="flex flex-wrap items-baseline gap-x-3">
                  <Link className="link" href={`/logs/audit?pane=${entry.id}`}>
                    {activityName(entry.action)}
                  </Link>
                  <bdi className="min-w-0 break-words">{entry.target.name}</bdi>
                  <span className="ms-auto text-caption text-muted">
                    <bdi>{entry.actor.name}</bdi> · <RelativeTime value={entry.at} />
                  </span>
                </li>
              ))}
            </ul>
          )
        }
      </Loaded>
    </Card>
  )
}
