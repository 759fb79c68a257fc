'use client'

import { useInfiniteQuery } from '@tanstack/react-query'
import Link from 'next/link'
import { parseAsString, useQueryState } from 'nuqs'
import { api } from '../../../_boundary/client.ts'
import type { DirectoryItem } from '../../../_shell/api-types.ts'
import { ListTable } from '../../../_shell/list-table.tsx'
import { attributeText, displayName } from '../../../_shell/object-name.ts'
import { Button, ButtonLink } from '../../../_ui/button.tsx'
import type { Column } from '../../../_ui/data-table.tsx'
import { Pill, Tag } from '../../../_ui/pill.tsx'
import { NoValue } from '../../../_ui/relative-time.tsx'
import { SearchField } from '../../../_ui/search-field.tsx'
import { EmptyState } from '../../../_ui/states.tsx'
import type { DirectoryKind } from '../kinds.ts'
import { messages } from '../messages.ts'
import { objectsQuery } from '../queries.ts'
import { hrefOf } from './object-href.ts'
import { SourceTag } from './source-tag.tsx'

/** All objects of one kind, searchable; the search is part of the address. */
export function ObjectList({ kind }: { kind: DirectoryKind }) {
  const [search, setSearch] = useQueryState('search', parseAsString.withDefault(''))
  const texts = messages.kinds[kind]
  const query = useInfiniteQuery(objectsQuery(api, kind, search))
  return (
    <div className="flex flex-col gap-3">
      <SearchField label={texts.search} value={search} onSearch={(text) => void setSearch(text || null)} />
      <ListTable
        label={texts.title}
        query={query}
        columns={COLUMNS[kind]}
        rowKey={(item) => item.id}
        empty={
          search === '' ? (
            <EmptyState
              title={texts.empty}
              action={
                <ButtonLink variant="primary" href="/start/forest/choose">
                  {messages.connect}
                </ButtonLink>
              }
            >
              {messages.emptyHelp}
            </EmptyState>
          ) : (
            <EmptyState
              title={messages.noMatch(search)}
              action={<Button onClick={() => void setSearch(null)}>{messages.clearSearch}</Button>}
            />
          )
        }
      />
    </div>
  )
}

function text(attribute: string) {
  return (item: DirectoryItem) => {
    const value = attributeText(item, attribute)
    return value === undefined ? <NoValue /> : <bdi className="break-words">{value}</bdi>
  }
}

export const nameColumn: Column<DirectoryItem> = {
  id: 'name',
  header: messages.columns.name,
  cell: (item) => (
    <Link className="row-link" href={hrefOf(item)}>
      <bdi>{displayName(item)}</bdi>
    </Link>
  ),
}

const source: Column<DirectoryItem> = {
  id: 'source',
  header: messages.columns.source,
  cell: (item) => <SourceTag item={item} />,
}

const mail: Column<DirectoryItem> = { id: 'mail', header: messages.columns.mail, cell: text('mail') }

const COLUMNS: Record<DirectoryKind, readonly Column<DirectoryItem>[]> = {
  users: [
    nameColumn,
    { id: 'upn', header: messages.columns.signInName, cell: text('userPrincipalName') },
    source,
    {
      id: 'enabled',
      header: messages.columns.account,
      cell: (item) =>
        item.attributes.accountEnabled === false ? (
          <Pill status="paused">{messages.disabled}</Pill>
        ) : (
          <Pill status="healthy">{messages.enabled}</Pill>
        ),
    },
    { id: 'department', header: messages.columns.department, cell: text('department'), minor: true },
  ],
  groups: [
    nameColumn,
    { id: 'type', header: messages.columns.type, cell: (item) => <Tag>{groupType(item)}</Tag> },
    mail,
    source,
  ],
  contacts: [nameColumn, mail, source],
}

function groupType(item: DirectoryItem): string {
  const security = item.attributes.securityEnabled === true
  const mailEnabled = item.attributes.mailEnabled === true || attributeText(item, 'mail') !== undefined
  if (security && mailEnabled) return messages.mailEnabledSecurity
  if (security) return messages.security
  return mailEnabled ? messages.mailEnabled : messages.distribution
}
