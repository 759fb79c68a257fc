'use client'

import { useInfiniteQuery } from '@tanstack/react-query'
import Link from 'next/link'
import { useQueryStates } from 'nuqs'
import { api } from '../../../../_boundary/client.ts'
import type { SpaceItem } from '../../../../_shell/api-types.ts'
import { ListTable } from '../../../../_shell/list-table.tsx'
import { Button } from '../../../../_ui/button.tsx'
import { Dn } from '../../../../_ui/dn.tsx'
import { SelectField } from '../../../../_ui/field.tsx'
import { Pill, Tag } from '../../../../_ui/pill.tsx'
import { SearchField } from '../../../../_ui/search-field.tsx'
import { EmptyState } from '../../../../_ui/states.tsx'
import { messages } from '../messages.ts'
import { spaceQuery } from '../queries.ts'
import { SPACE_STATES, spaceFilter } from '../search-params.ts'

/** Everything the connector holds, searchable. */
export function ConnectorSpace({ id }: { id: string }) {
  const [filter, setFilter] = useQueryStates(spaceFilter)
  const query = useInfiniteQuery(spaceQuery(api, id, filter))
  const filtered = filter.search !== '' || filter.state !== null
  return (
    <div className="flex flex-col gap-3">
      <div className="flex flex-wrap items-end gap-3">
        <SearchField
          label={messages.spaceSearch}
          value={filter.search}
          onSearch={(search) => void setFilter({ search: search || null })}
        />
        <SelectField
          label={messages.stateFilter}
          value={filter.state ?? ''}
          onChange={(event) =>
            void setFilter({ state: SPACE_STATES.find((each) => each === event.target.value) ?? null })
          }
          options={[
            { value: '', label: messages.anyState },
            ...SPACE_STATES.map((value) => ({ value, label: messages.states[value] })),
          ]}
        />
      </div>
      <ListTable
        label={messages.tabs.space}
        query={query}
        rowKey={(object) => object.csId}
        columns={[
          {
            id: 'name',
            header: messages.name,
            cell: (object) => (
              <Link className="row-link" href={`/sync/connectors/${id}/objects/${object.csId}`}>
                <bdi>{object.name}</bdi>
              </Link>
            ),
          },
          { id: 'type', header: messages.type, cell: (object) => <Tag>{object.objectType}</Tag> },
          { id: 'state', header: messages.state, cell: (object) => <CsStatePill object={object} /> },
          { id: 'dn', header: messages.dn, cell: (object) => <Dn value={object.dn} />, minor: true },
        ]}
        empty={
          filtered ? (
            <EmptyState
              title={messages.spaceNoMatch}
              action={<Button onClick={() => void setFilter(null)}>{messages.clear}</Button>}
            />
          ) : (
            <EmptyState title={messages.spaceEmpty} />
          )
        }
      />
    </div>
  )
}

type CsState = Pick<SpaceItem, 'pendingImport' | 'exportState' | 'hasError' | 'mvId'>

/** The one thing about a connector space object that matters most. */
export function CsStatePill({ object }: { object: CsState }) {
  if (object.hasError) return <Pill status="error">{messages.states.error}</Pill>
  if (object.pendingImport !== null) return <Pill status="running">{messages.states['pending-import']}</Pill>
  if (object.exportState !== null) return <Pill status="staging">{messages.states['pending-export']}</Pill>
  if (object.mvId === null) return <Pill status="paused">{messages.disconnected}</Pill>
  return <Pill status="healthy">{messages.connected}</Pill>
}
