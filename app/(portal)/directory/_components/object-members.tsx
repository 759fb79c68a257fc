'use client'

import { useInfiniteQuery } from '@tanstack/react-query'
import { parseAsString, useQueryState } from 'nuqs'
import { api } from '../../../_boundary/client.ts'
import type { DirectoryItem } from '../../../_shell/api-types.ts'
import { ListTable } from '../../../_shell/list-table.tsx'
import { secondName } from '../../../_shell/object-name.ts'
import type { Column } from '../../../_ui/data-table.tsx'
import { Tag } from '../../../_ui/pill.tsx'
import { SearchField } from '../../../_ui/search-field.tsx'
import { EmptyState } from '../../../_ui/states.tsx'
import { messages } from '../messages.ts'
import { membershipsQuery, membersQuery } from '../queries.ts'
import { nameColumn } from './object-list.tsx'
import { SourceTag } from './source-tag.tsx'

const COLUMNS: readonly Column<DirectoryItem>[] = [
  nameColumn,
  { id: 'second', header: messages.columns.mail, cell: (item) => <bdi>{secondName(item)}</bdi> },
  { id: 'type', header: messages.columns.type, cell: (item) => <Tag>{item.objectType}</Tag> },
  { id: 'source', header: messages.columns.source, cell: (item) => <SourceTag item={item} />, minor: true },
]

/** Direct members of a group, however many. */
export function GroupMembers({ id }: { id: string }) {
  const [search, setSearch] = useQueryState('search', parseAsString.withDefault(''))
  const query = useInfiniteQuery(membersQuery(api, id, search))
  return (
    <div className="flex flex-col gap-3">
      <SearchField
        label={messages.kinds.users.search}
        value={search}
        onSearch={(text) => void setSearch(text || null)}
      />
      <ListTable
        label={messages.tabs.members}
        query={query}
        columns={COLUMNS}
        rowKey={(item) => item.id}
        empty={<EmptyState title={search === '' ? messages.noMembers : messages.noMatch(search)} />}
      />
    </div>
  )
}

/** Groups the object is a direct member of. */
export function GroupMemberships({ id }: { id: string }) {
  const query = useInfiniteQuery(membershipsQuery(api, id))
  return (
    <ListTable
      label={messages.tabs.groups}
      query={query}
      columns={COLUMNS}
      rowKey={(item) => item.id}
      empty={<EmptyState title={messages.noGroups} />}
    />
  )
}
