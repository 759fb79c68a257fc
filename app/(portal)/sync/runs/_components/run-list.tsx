'use client'

import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import Link from 'next/link'
import { useQueryStates } from 'nuqs'
import { api } from '../../../../_boundary/client.ts'
import type { RunItem } from '../../../../_shell/api-types.ts'
import { ListTable } from '../../../../_shell/list-table.tsx'
import { Button } from '../../../../_ui/button.tsx'
import type { Column } from '../../../../_ui/data-table.tsx'
import { SelectField } from '../../../../_ui/field.tsx'
import { formatNumber } from '../../../../_ui/format.ts'
import { Duration, RelativeTime } from '../../../../_ui/relative-time.tsx'
import { EmptyState } from '../../../../_ui/states.tsx'
import { isUnderWay, profileName, RunStatePill } from '../../_components/run-state.tsx'
import { changeCounts } from '../../_components/statistics.ts'
import { messages } from '../messages.ts'
import { runsQuery } from '../queries.ts'
import { RUN_STATE_GROUPS, runFilter } from '../search-params.ts'

const STATE_LABELS: Record<(typeof RUN_STATE_GROUPS)[number], string> = {
  running: 'Running',
  success: 'Success',
  warnings: 'Warnings',
  errors: 'Errors',
}

const count = (number: number) =>
  number === 0 ? <span className="text-muted">0</span> : formatNumber(number)

const COLUMNS: readonly Column<RunItem>[] = [
  {
    id: 'run',
    header: messages.columns.run,
    cell: (run) => (
      <Link className="row-link" href={`/sync/runs/${run.id}`}>
        {profileName(run.profile)}
      </Link>
    ),
  },
  { id: 'connector', header: messages.columns.connector, cell: (run) => run.connectorName },
  { id: 'status', header: messages.columns.status, cell: (run) => <RunStatePill state={run.state} /> },
  { id: 'started', header: messages.columns.started, cell: (run) => <RelativeTime value={run.startedAt} /> },
  {
    id: 'duration',
    header: messages.columns.duration,
    cell: (run) => <Duration from={run.startedAt} to={run.finishedAt} />,
  },
  {
    id: 'adds',
    header: messages.columns.adds,
    align: 'end',
    minor: true,
    cell: (run) => count(changeCounts(run.statistics).adds),
  },
  {
    id: 'updates',
    header: messages.columns.updates,
    align: 'end',
    minor: true,
    cell: (run) => count(changeCounts(run.statistics).updates),
  },
  {
    id: 'deletes',
    header: messages.columns.deletes,
    align: 'end',
    minor: true,
    cell: (run) => count(changeCounts(run.statistics).deletes),
  },
  {
    id: 'errors',
    header: messages.columns.errors,
    align: 'end',
    cell: (run) => count(run.statistics.errors ?? 0),
  },
  { id: 'by', header: messages.columns.startedBy, cell: (run) => run.startedBy, minor: true },
]

export function RunList() {
  const [filter, setFilter] = useQueryStates(runFilter)
  const connectors = useQuery(api.connectors.list.queryOptions({ input: {} }))
  const query = useInfiniteQuery({
    ...runsQuery(api, { connector: filter.connector ?? undefined, status: filter.status ?? undefined }),
    refetchInterval: (current) =>
      current.state.data?.pages[0]?.items.some((run) => isUnderWay(run.state)) ? 2000 : 15_000,
  })
  const filtered = filter.connector !== null || filter.status !== null
  const clear = () => void setFilter(null)
  return (
    <div className="flex flex-col gap-3">
      <div className="flex flex-wrap items-end gap-3">
        <SelectField
          label={messages.statusFilter}
          value={filter.status ?? ''}
          onChange={(event) =>
            void setFilter({ status: RUN_STATE_GROUPS.find((group) => group === event.target.value) ?? null })
          }
          options={[
            { value: '', label: messages.allStatuses },
            ...RUN_STATE_GROUPS.map((group) => ({ value: group, label: STATE_LABELS[group] })),
          ]}
        />
        <SelectField
          label={messages.connectorFilter}
          value={filter.connector ?? ''}
          onChange={(event) => void setFilter({ connector: event.target.value || null })}
          options={[
            { value: '', label: messages.allConnectors },
            ...(connectors.data?.items ?? []).map(({ id, name }) => ({ value: id, label: name })),
          ]}
        />
        {filtered ? (
          <Button variant="quiet" onClick={clear}>
            {messages.clearFilters}
          </Button>
        ) : null}
      </div>
      <ListTable
        label={messages.title}
        query={query}
        columns={COLUMNS}
        rowKey={(run) => run.id}
        empty={
          filtered ? (
            <EmptyState
              title={messages.noMatch}
              action={<Button onClick={clear}>{messages.clearFilters}</Button>}
            />
          ) : (
            <EmptyState title={messages.emptyTitle}>{messages.emptyHelp}</EmptyState>
          )
        }
      />
    </div>
  )
}
