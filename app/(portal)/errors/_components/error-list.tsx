'use client'

import { useInfiniteQuery } from '@tanstack/react-query'
import { useQueryStates } from 'nuqs'
import { api } from '../../../_boundary/client.ts'
import type { SyncError } from '../../../_shell/api-types.ts'
import { ListTable } from '../../../_shell/list-table.tsx'
import { Button } from '../../../_ui/button.tsx'
import { classNames } from '../../../_ui/class-names.ts'
import type { Column } from '../../../_ui/data-table.tsx'
import { DetailsPane, WithPane } from '../../../_ui/details-pane.tsx'
import { Code } from '../../../_ui/dn.tsx'
import { formatNumber } from '../../../_ui/format.ts'
import { NoValue, RelativeTime } from '../../../_ui/relative-time.tsx'
import { EmptyState } from '../../../_ui/states.tsx'
import { messages } from '../messages.ts'
import { errorsQuery } from '../queries.ts'
import { ERROR_CATEGORIES, type ErrorCategory, errorFilter } from '../search-params.ts'
import { ErrorDetails } from './error-details.tsx'

export function ErrorList() {
  const [filter, setFilter] = useQueryStates(errorFilter)
  const query = useInfiniteQuery(errorsQuery(api, filter.category))
  const open = query.data?.pages
    .flatMap((page) => page.items)
    .find((error) => errorKey(error) === filter.pane)
  const counts = query.data?.pages[0]?.counts
  const columns: readonly Column<SyncError>[] = [
    {
      id: 'object',
      header: messages.object,
      cell: (error) => (
        <button
          type="button"
          className="row-link text-start"
          onClick={(event) => {
            event.stopPropagation()
            void setFilter({ pane: errorKey(error) })
          }}
        >
          <bdi>{error.name}</bdi>
        </button>
      ),
    },
    { id: 'category', header: messages.category, cell: (error) => messages.categories[error.category] },
    {
      id: 'attribute',
      header: messages.attribute,
      cell: (error) => (error.attribute === null ? <NoValue /> : <Code>{error.attribute}</Code>),
    },
    {
      id: 'conflict',
      header: messages.conflict,
      cell: (error) => (error.otherObject === null ? <NoValue /> : <bdi>{error.otherObject.name}</bdi>),
    },
    { id: 'connector', header: messages.connector, cell: (error) => error.connectorName, minor: true },
    { id: 'code', header: messages.code, cell: (error) => <Code>{error.code}</Code>, minor: true },
    { id: 'since', header: messages.since, cell: (error) => <RelativeTime value={error.lastSeen} /> },
  ]
  return (
    <WithPane
      pane={
        open === undefined ? null : (
          <DetailsPane title={<bdi>{open.name}</bdi>} onClose={() => void setFilter({ pane: null })}>
            <ErrorDetails error={open} />
          </DetailsPane>
        )
      }
    >
      <div className="flex flex-col gap-4">
        {counts === undefined || Object.keys(counts).length === 0 ? null : (
          <CategoryTiles
            counts={counts}
            chosen={filter.category}
            onChoose={(category) => void setFilter({ category, pane: null })}
          />
        )}
        <ListTable
          label={messages.title}
          query={query}
          columns={columns}
          rowKey={errorKey}
          selected={filter.pane}
          onRowPress={(error) => void setFilter({ pane: errorKey(error) })}
          empty={
            filter.category === null ? (
              <EmptyState title={messages.empty}>{messages.emptyHelp}</EmptyState>
            ) : (
              <EmptyState
                title={messages.noMatch}
                action={<Button onClick={() => void setFilter({ category: null })}>{messages.clear}</Button>}
              />
            )
          }
        />
      </div>
    </WithPane>
  )
}

/** An object can fail twice: when synchronised and when written. */
function errorKey(error: SyncError): string {
  return `${error.stage}-${error.csId}`
}

type TilesProps = {
  counts: Readonly<Partial<Record<ErrorCategory, number>>>
  chosen: ErrorCategory | null
  onChoose: (category: ErrorCategory | null) => void
}

/** How many objects each kind of error holds; pressing one filters the list. */
function CategoryTiles({ counts, chosen, onChoose }: TilesProps) {
  return (
    <ul aria-label={messages.category} className="flex flex-wrap gap-3">
      {ERROR_CATEGORIES.map((category) => {
        const count = counts[category]
        if (count === undefined) return null
        const pressed = chosen === category
        return (
          <li key={category}>
            <button
              type="button"
              aria-pressed={pressed}
              onClick={() => onChoose(pressed ? null : category)}
              className={classNames(
                'flex min-w-40 flex-col items-start rounded-card border px-4 py-2 text-start',
                pressed ? 'border-accent bg-selected' : 'border-divider bg-surface hover:border-control',
              )}
            >
              <span className="text-caption text-muted">{messages.categories[category]}</span>
              <span className="text-title font-semibold">{formatNumber(count)}</span>
            </button>
          </li>
        )
      })}
    </ul>
  )
}
