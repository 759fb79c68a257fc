'use client'

import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { api } from '../../../../_boundary/client.ts'
import { PageHeader } from '../../../../_shell/page-header.tsx'
import { Pill, Tag } from '../../../../_ui/pill.tsx'
import { TabLinks } from '../../../../_ui/tab-links.tsx'
import { messages } from '../messages.ts'
import { connectorQuery } from '../queries.ts'
import { ApproveSource } from './approve-source.tsx'
import { RemoveConnector } from './remove-connector.tsx'

/** Heading and tabs of one connector. */
export function ConnectorFrame({ id, children }: { id: string; children: ReactNode }) {
  const { data: connector } = useQuery(connectorQuery(api, id))
  const base = `/sync/connectors/${id}`
  return (
    <>
      <PageHeader
        crumbs={[{ label: messages.title, href: '/sync/connectors' }]}
        title={connector?.name ?? id}
        status={
          connector === undefined ? undefined : (
            <>
              <Tag>{messages.types[connector.type]}</Tag>
              {connector.stage === 'staged' ? <Pill status="staging">{messages.staged}</Pill> : null}
              {connector.sample ? <Tag>{messages.sample}</Tag> : null}
            </>
          )
        }
        commands={
          connector === undefined || connector.role === 'target' ? undefined : (
            <>
              {connector.stage === 'staged' ? <ApproveSource id={id} name={connector.name} /> : null}
              <RemoveConnector id={id} name={connector.name} />
            </>
          )
        }
      />
      <TabLinks
        label={messages.title}
        tabs={[
          { href: base, label: messages.tabs.overview },
          ...(connector?.type === 'active-directory'
            ? [{ href: `${base}/partitions`, label: messages.tabs.partitions }]
            : []),
          { href: `${base}/connection`, label: messages.tabs.connection },
          { href: `${base}/space`, label: messages.tabs.space },
        ]}
      />
      <div className="pt-4">{children}</div>
    </>
  )
}
