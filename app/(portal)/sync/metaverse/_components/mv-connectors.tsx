'use client'

import { useQuery } from '@tanstack/react-query'
import Link from 'next/link'
import { api } from '../../../../_boundary/client.ts'
import { Loaded } from '../../../../_shell/loaded.tsx'
import { Dn } from '../../../../_ui/dn.tsx'
import { Tag } from '../../../../_ui/pill.tsx'
import { PlainTable } from '../../../../_ui/plain-table.tsx'
import { EmptyState } from '../../../../_ui/states.tsx'
import { messages, wordFor } from '../messages.ts'
import { mvObjectQuery } from '../queries.ts'

/** The connector space objects that belong to this object, and why. */
export function MvConnectors({ id }: { id: string }) {
  const query = useQuery(mvObjectQuery(api, id))
  return (
    <Loaded query={query} lines={3}>
      {(mv) =>
        mv.connectors.length === 0 ? (
          <EmptyState title={messages.noConnectors} />
        ) : (
          <PlainTable
            label={messages.tabs.connectors}
            rows={mv.connectors}
            rowKey={(link) => link.csId}
            columns={[
              {
                id: 'connector',
                header: messages.connector,
                cell: (link) => (
                  <Link
                    className="row-link"
                    href={`/sync/connectors/${link.connectorId}/objects/${link.csId}`}
                  >
                    {link.connector}
                  </Link>
                ),
              },
              { id: 'dn', header: messages.dn, cell: (link) => <Dn value={link.dn} /> },
              { id: 'type', header: messages.objectType, cell: (link) => link.objectType },
              {
                id: 'link',
                header: messages.link,
                cell: (link) => <Tag>{wordFor(messages.linkKinds, link.linkKind)}</Tag>,
              },
              { id: 'rule', header: messages.rule, cell: (link) => link.linkRule },
            ]}
          />
        )
      }
    </Loaded>
  )
}
