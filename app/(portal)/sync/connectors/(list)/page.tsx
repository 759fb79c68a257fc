import { dehydrate, HydrationBoundary } from '@tanstack/react-query'
import { Plus } from 'lucide-react'
import type { Metadata } from 'next'
import { pageData } from '../../../../_shell/page-data.ts'
import { PageHeader } from '../../../../_shell/page-header.tsx'
import { ButtonLink } from '../../../../_ui/button.tsx'
import { ConnectorList } from '../_components/connector-list.tsx'
import { messages } from '../messages.ts'

export const metadata: Metadata = { title: messages.title }

export default async function ConnectorsPage() {
  const { api, queryClient } = await pageData()
  await Promise.all([
    queryClient.prefetchQuery(api.connectors.list.queryOptions({ input: {} })),
    queryClient.prefetchQuery(api.sync.overview.queryOptions({ input: {} })),
  ])
  return (
    <HydrationBoundary state={dehydrate(queryClient)}>
      <PageHeader
        title={messages.title}
        commands={
          <ButtonLink
            variant="primary"
            icon={<Plus aria-hidden className="size-4" />}
            href="/start/forest/choose"
          >
            {messages.add}
          </ButtonLink>
        }
      />
      <ConnectorList />
    </HydrationBoundary>
  )
}
