'use client'

import { useInfiniteQuery } from '@tanstack/react-query'
import { CirclePlus, type LucideIcon, Pencil, Trash2 } from 'lucide-react'
import Link from 'next/link'
import { parseAsString, useQueryState, useQueryStates } from 'nuqs'
import { api } from '../../../../_boundary/client.ts'
import type { PendingExport } from '../../../../_shell/api-types.ts'
import { ListTable } from '../../../../_shell/list-table.tsx'
import { PageHeader } from '../../../../_shell/page-header.tsx'
import { Button } from '../../../../_ui/button.tsx'
import type { Column } from '../../../../_ui/data-table.tsx'
import { SelectField } from '../../../../_ui/field.tsx'
import { formatNumber } from '../../../../_ui/format.ts'
import { RelativeTime } from '../../../../_ui/relative-time.tsx'
import { SearchField } from '../../../../_ui/search-field.tsx'
import { EmptyState } from '../../../../_ui/states.tsx'
import { ChangeTable } from '../../_components/change-table.tsx'
import { GoActive } from '../../_components/go-active.tsx'
import { messages } from '../messages.ts'
import { exportsQuery } from '../queries.ts'
import { EXPORT_OPERATIONS, exportFilter } from '../search-params.ts'
import { DownloadCsv } from './download-csv.tsx'
import { GuardNotice } from './guard-notice.tsx'

const OPERATION_ICONS: Record<PendingExport['operation'], LucideIcon> = {
  add: CirclePlus,
  update: Pencil,
  delete: Trash2,
}

/** Everything that waits for export, grouped by connector and operation, each object with its old and new values. */
export function PendingExports() {
  const [filter, setFilter] = useQueryStates(exportFilter)
  const [open, setOpen] = useQueryState('open', parseAsString)
  const query = useInfiniteQuery({ ...exportsQuery(api, filter), refetchInterval: 15_000 })
  const summary = query.data?.pages[0]
  const rows = query.data?.pages.flatMap((page) => page.items) ?? []
  const filtered = filter.search !== '' || filter.operation !== null
  const clear = () => void setFilter(null)
  return (
    <>
      <PageHeader
        title={messages.title}
        note={messages.intro}
        commands={
          <>
            {summary?.staging ? <GoActive /> : null}
            <DownloadCsv rows={rows} />
          </>
        }
      />
      <div className="flex flex-col gap-4">
        {summary === undefined ? null : (
          <GuardNotice summary={summary} onReview={() => void setFilter({ operation: 'delete' })} />
        )}
        {summary === undefined ? null : <Counts counts={summary.counts} />}
        <div className="flex flex-wrap items-end gap-3">
          <SearchField
            label={messages.search}
            value={filter.search}
            onSearch={(search) => void setFilter({ search: search || null })}
          />
          <SelectField
            label={messages.operation}
            value={filter.operation ?? ''}
            onChange={(event) =>
              void setFilter({
                operation: EXPORT_OPERATIONS.find((each) => each === event.target.value) ?? null,
              })
            }
            options={[
              { value: '', label: messages.allOperations },
              ...EXPORT_OPERATIONS.map((value) => ({ value, label: messages.operations[value] })),
            ]}
          />
        </div>
        <ListTable
          label={messages.title}
          query={query}
          columns={columns(open, (id) => void setOpen(id))}
          rowKey={(row) => row.csId}
          selected={open}
          detail={(row) => (row.csId === open ? <ExportDetail row={row} /> : undefined)}
          empty={
            filtered ? (
              <EmptyState
                title={messages.noMatch}
                action={<Button onClick={clear}>{messages.clear}</Button>}
              />
            ) : (
              <EmptyState title={messages.empty}>{messages.emptyHelp}</EmptyState>
            )
          }
        />
      </div>
    </>
  )
}

function columns(
  open: string | null,
  setOpen: (id: string | null) => void,
): readonly Column<PendingExport>[] {
  return [
    {
      id: 'object',
      header: messages.object,
      cell: (row) => (
        <Link className="row-link" href={`/sync/connectors/${row.connectorId}/objects/${row.csId}`}>
          <bdi>{row.name}</bdi>
        </Link>
      ),
    },
    {
      id: 'operation',
      header: messages.operation,
      cell: (row) => <Operation operation={row.operation} />,
    },
    { id: 'type', header: messages.type, cell: (row) => row.objectType },
    { id: 'connector', header: messages.connector, cell: (row) => row.connectorName, minor: true },
    { id: 'since', header: messages.since, cell: (row) => <RelativeTime value={row.since} /> },
    {
      id: 'attributes',
      header: messages.attributes,
      cell: (row) => {
        const shown = row.csId === open
        return (
          <Button
            variant="quiet"
            aria-expanded={shown}
            className="whitespace-nowrap"
            onClick={() => setOpen(shown ? null : row.csId)}
          >
            {shown
              ? messages.hide
              : row.operation === 'delete'
                ? messages.details
                : messages.changeCount(row.changes.length + row.references.length)}
            <span className="sr-only">{messages.of(row.name)}</span>
          </Button>
        )
      },
    },
  ]
}

function Operation({ operation }: { operation: PendingExport['operation'] }) {
  const Icon = OPERATION_ICONS[operation]
  return (
    <span className="inline-flex items-center gap-2">
      <Icon aria-hidden className={operation === 'delete' ? 'size-4 text-danger' : 'size-4 text-muted'} />
      {messages.operations[operation]}
    </span>
  )
}

function ExportDetail({ row }: { row: PendingExport }) {
  return (
    <div className="flex flex-col gap-3">
      {row.error === null ? null : (
        <p className="rounded-card bg-error-tint px-4 py-2 text-error">{row.error.message}</p>
      )}
      {row.operation === 'delete' ? (
        <p>{messages.deleteDetail}</p>
      ) : row.changes.length > 0 || row.references.length === 0 ? (
        <ChangeTable label={row.name} changes={row.changes} mvId={row.mvId} />
      ) : null}
      {row.references.length === 0 ? null : (
        <ul className="list-disc ps-5">
          {row.references.map(({ attribute, add, remove }) => (
            <li key={attribute}>{messages.referenceChange(attribute, add, remove)}</li>
          ))}
        </ul>
      )}
    </div>
  )
}

function Counts({
  counts,
}: {
  counts: { adds: number; updates: number; deletes: number; disables: number }
}) {
  const entries = [
    [messages.counts.adds, counts.adds],
    [messages.counts.updates, counts.updates],
    [messages.counts.deletes, counts.deletes],
    [messages.counts.disables, counts.disables],
  ] as const
  return (
    <dl className="grid grid-cols-2 gap-3 sm:grid-cols-4">
      {entries.map(([label, count]) => (
        <div key={label} className="rounded-card border border-divider bg-surface px-4 py-2">
          <dt className="text-caption text-muted">{label}</dt>
          <dd className="text-title font-semibold">{formatNumber(count)}</dd>
        </div>
      ))}
    </dl>
  )
}
