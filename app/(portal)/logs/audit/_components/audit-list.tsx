'use client'

import { useInfiniteQuery } from '@tanstack/react-query'
import { useQueryStates } from 'nuqs'
import { api } from '../../../../_boundary/client.ts'
import type { AuditEntry } from '../../../../_shell/api-types.ts'
import { ListTable } from '../../../../_shell/list-table.tsx'
import { Button } from '../../../../_ui/button.tsx'
import type { Column } from '../../../../_ui/data-table.tsx'
import { DetailsPane, WithPane } from '../../../../_ui/details-pane.tsx'
import { Code } from '../../../../_ui/dn.tsx'
import { Facts } from '../../../../_ui/facts.tsx'
import { SelectField } from '../../../../_ui/field.tsx'
import { Pill } from '../../../../_ui/pill.tsx'
import { NoValue, RelativeTime } from '../../../../_ui/relative-time.tsx'
import { EmptyState } from '../../../../_ui/states.tsx'
import { activityName, messages } from '../messages.ts'
import { auditQuery } from '../queries.ts'
import { auditFilter, CATEGORIES, OUTCOMES } from '../search-params.ts'

export function AuditList() {
  const [filter, setFilter] = useQueryStates(auditFilter)
  const query = useInfiniteQuery(auditQuery(api, filter))
  const open = query.data?.pages.flatMap((page) => page.items).find((entry) => entry.id === filter.pane)
  const filtered = filter.category !== null || filter.outcome !== null
  const clear = () => void setFilter({ category: null, outcome: null })
  const columns: readonly Column<AuditEntry>[] = [
    {
      id: 'activity',
      header: messages.activity,
      cell: (entry) => (
        <button
          type="button"
          className="row-link text-start"
          onClick={(event) => {
            event.stopPropagation()
            void setFilter({ pane: entry.id })
          }}
        >
          {activityName(entry.action)}
        </button>
      ),
    },
    { id: 'time', header: messages.time, cell: (entry) => <RelativeTime value={entry.at} /> },
    {
      id: 'actor',
      header: messages.actor,
      cell: (entry) => <bdi>{entry.actor.name ?? messages.anyone}</bdi>,
    },
    { id: 'target', header: messages.target, cell: (entry) => <bdi>{entry.target.name}</bdi> },
    { id: 'result', header: messages.result, cell: (entry) => <Outcome entry={entry} /> },
    { id: 'address', header: messages.address, minor: true, cell: (entry) => entry.ip ?? <NoValue /> },
  ]
  return (
    <WithPane
      pane={
        open === undefined ? null : (
          <DetailsPane title={activityName(open.action)} onClose={() => void setFilter({ pane: null })}>
            <EntryDetails entry={open} />
          </DetailsPane>
        )
      }
    >
      <div className="flex flex-col gap-3">
        <div className="flex flex-wrap items-end gap-3">
          <SelectField
            label={messages.category}
            value={filter.category ?? ''}
            onChange={(event) =>
              void setFilter({ category: CATEGORIES.find((each) => each === event.target.value) ?? null })
            }
            options={[
              { value: '', label: messages.allCategories },
              ...CATEGORIES.map((value) => ({ value, label: messages.categories[value] })),
            ]}
          />
          <SelectField
            label={messages.outcome}
            value={filter.outcome ?? ''}
            onChange={(event) =>
              void setFilter({ outcome: OUTCOMES.find((each) => each === event.target.value) ?? null })
            }
            options={[
              { value: '', label: messages.anyOutcome },
              ...OUTCOMES.map((value) => ({ value, label: messages[value] })),
            ]}
          />
        </div>
        <ListTable
          label={messages.title}
          query={query}
          columns={columns}
          rowKey={(entry) => entry.id}
          selected={filter.pane}
          onRowPress={(entry) => void setFilter({ pane: entry.id })}
          empty={
            filtered ? (
              <EmptyState
                title={messages.noMatch}
                action={<Button onClick={clear}>{messages.clear}</Button>}
              />
            ) : (
              <EmptyState title={messages.empty} />
            )
          }
        />
      </div>
    </WithPane>
  )
}

function Outcome({ entry }: { entry: AuditEntry }) {
  return entry.outcome === 'refused' ? (
    <Pill status="warning">{messages.refused}</Pill>
  ) : (
    <Pill status="healthy">{messages.done}</Pill>
  )
}

function EntryDetails({ entry }: { entry: AuditEntry }) {
  return (
    <>
      <Facts
        wide
        facts={[
          { label: messages.time, value: <RelativeTime value={entry.at} absolute /> },
          { label: messages.actor, value: entry.actor.name ?? messages.anyone },
          { label: messages.target, value: <bdi>{entry.target.name}</bdi> },
          { label: messages.result, value: <Outcome entry={entry} /> },
          { label: messages.reason, value: entry.reason ?? <NoValue /> },
          { label: messages.address, value: entry.ip ?? <NoValue /> },
          { label: messages.correlation, value: <Code>{entry.correlationId}</Code> },
        ]}
      />
      <JsonBlock title={messages.before} value={entry.before} />
      <JsonBlock title={messages.after} value={entry.after} />
    </>
  )
}

function JsonBlock({ title, value }: { title: string; value: unknown }) {
  if (value === null || value === undefined) return null
  return (
    <div>
      <h3 className="font-semibold">{title}</h3>
      <pre
        dir="ltr"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
        tabIndex={0}
        className="mt-1 overflow-x-auto rounded-card border border-divider bg-sunken p-3 font-mono text-caption"
      >
        {JSON.stringify(value, null, 2)}
      </pre>
    </div>
  )
}
