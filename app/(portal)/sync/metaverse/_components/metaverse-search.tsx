'use client'

import { useInfiniteQuery } from '@tanstack/react-query'
import Link from 'next/link'
import { useQueryStates } from 'nuqs'
import { api } from '../../../../_boundary/client.ts'
import { ListTable } from '../../../../_shell/list-table.tsx'
import { Button, ButtonLink } from '../../../../_ui/button.tsx'
import { SelectField } from '../../../../_ui/field.tsx'
import { Tag } from '../../../../_ui/pill.tsx'
import { RelativeTime } from '../../../../_ui/relative-time.tsx'
import { SearchField } from '../../../../_ui/search-field.tsx'
import { EmptyState } from '../../../../_ui/states.tsx'
import { messages, wordFor } from '../messages.ts'
import { metaverseQuery } from '../queries.ts'
import { METAVERSE_TYPES, metaverseFilter } from '../search-params.ts'

export function MetaverseSearch() {
  const [filter, setFilter] = useQueryStates(metaverseFilter)
  const query = useInfiniteQuery(metaverseQuery(api, filter))
  const filtered = filter.search !== '' || filter.type !== null
  return (
    <div className="flex flex-col gap-3">
      <div className="flex flex-wrap items-end gap-3">
        <SearchField
          label={messages.search}
          value={filter.search}
          onSearch={(search) => void setFilter({ search: search || null })}
        />
        <SelectField
          label={messages.type}
          value={filter.type ?? ''}
          onChange={(event) =>
            void setFilter({ type: METAVERSE_TYPES.find((type) => type === event.target.value) ?? null })
          }
          options={[
            { value: '', label: messages.allTypes },
            ...METAVERSE_TYPES.map((type) => ({ value: type, label: messages.types[type] })),
          ]}
        />
      </div>
      <ListTable
        label={messages.title}
        query={query}
        rowKey={(object) => object.id}
        columns={[
          {
            id: 'name',
            header: messages.name,
            cell: (object) => (
              <Link className="row-link" href={`/sync/metaverse/${object.id}`}>
                <bdi>{object.displayName}</bdi>
              </Link>
            ),
          },
          {
            id: 'type',
            header: messages.objectType,
            cell: (object) => <Tag>{wordFor(messages.types, object.objectType)}</Tag>,
          },
          {
            id: 'updated',
            header: messages.updated,
            cell: (object) => <RelativeTime value={object.updatedAt} />,
          },
        ]}
        empty={
          filtered ? (
            <EmptyState
              title={messages.noMatch(filter.search)}
              action={
                <>
                  <ButtonLink href={`/sync/connectors?search=${encodeURIComponent(filter.search)}`}>
                    {messages.searchConnectors}
                  </ButtonLink>
                  <Button onClick={() => void setFilter(null)}>{messages.clear}</Button>
                </>
              }
            >
              {messages.noMatchHelp}
            </EmptyState>
          ) : (
            <EmptyState title={messages.emptyTitle}>{messages.emptyHelp}</EmptyState>
          )
        }
      />
    </div>
  )
}
