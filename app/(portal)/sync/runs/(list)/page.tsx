import { dehydrate, HydrationBoundary } from '@tanstack/react-query'
import type { Metadata } from 'next'
import type { SearchParams } from 'nuqs/server'
import { pageData } from '../../../../_shell/page-data.ts'
import { PageHeader } from '../../../../_shell/page-header.tsx'
import { StartCycle } from '../../_components/start-cycle.tsx'
import { RunList } from '../_components/run-list.tsx'
import { messages } from '../messages.ts'
import { runsQuery } from '../queries.ts'
import { loadRunFilter } from '../search-params.ts'

export const metadata: Metadata = { title: messages.title }

export default async function RunsPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const { connector, status } = await loadRunFilter(searchParams)
  const { api, queryClient } = await pageData()
  await Promise.all([
    queryClient.prefetchInfiniteQuery(
      runsQuery(api, { connector: connector ?? undefined, status: status ?? undefined }),
    ),
    queryClient.prefetchQuery(api.connectors.list.queryOptions({ input: {} })),
  ])
  return (
    <HydrationBoundary state={dehydrate(queryClient)}>
      <PageHeader title={messages.title} note={messages.intro} commands={<StartCycle />} />
      <RunList />
    </HydrationBoundary>
  )
}
