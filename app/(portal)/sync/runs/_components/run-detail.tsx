'use client'

import { useQuery } from '@tanstack/react-query'
import { api } from '../../../../_boundary/client.ts'
import type { RunItem } from '../../../../_shell/api-types.ts'
import { Loaded } from '../../../../_shell/loaded.tsx'
import { PageHeader } from '../../../../_shell/page-header.tsx'
import { Card } from '../../../../_ui/card.tsx'
import { Facts } from '../../../../_ui/facts.tsx'
import { Duration, RelativeTime } from '../../../../_ui/relative-time.tsx'
import { RunProgress } from '../../_components/run-progress.tsx'
import { isUnderWay, profileName, RunStatePill, runStateHelp } from '../../_components/run-state.tsx'
import { messages } from '../messages.ts'
import { runQuery } from '../queries.ts'
import { RunErrors } from './run-errors.tsx'
import { StatisticsMatrix } from './statistics-matrix.tsx'

/** One run: how far it is, what it counted, what failed. */
export function RunDetail({ id }: { id: string }) {
  const query = useQuery({
    ...runQuery(api, id),
    refetchInterval: (current) => (current.state.data && isUnderWay(current.state.data.state) ? 1000 : false),
  })
  return (
    <Loaded query={query} title={messages.title}>
      {(run) => <Detail run={run} />}
    </Loaded>
  )
}

function Detail({ run }: { run: RunItem }) {
  const help = runStateHelp(run.state)
  return (
    <>
      <PageHeader
        crumbs={[{ label: messages.title, href: '/sync/runs' }]}
        title={`${profileName(run.profile)}, ${run.connectorName}`}
        status={<RunStatePill state={run.state} />}
        note={help}
      />
      <div className="flex flex-col gap-6">
        <Facts
          facts={[
            { label: messages.columns.started, value: <RelativeTime value={run.startedAt} /> },
            {
              label: messages.columns.duration,
              value: <Duration from={run.startedAt} to={run.finishedAt} />,
            },
            { label: messages.columns.startedBy, value: run.startedBy },
          ]}
        />
        {isUnderWay(run.state) ? (
          <Card title={messages.progress}>
            <RunProgress run={run} />
          </Card>
        ) : null}
        <StatisticsMatrix runId={run.id} statistics={run.statistics} />
        <RunErrors run={run} />
      </div>
    </>
  )
}
