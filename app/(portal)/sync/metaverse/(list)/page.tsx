import { dehydrate, HydrationBoundary } from '@tanstack/react-query'
import type { Metadata } from 'next'
import type { SearchParams } from 'nuqs/server'
import { pageData } from '../../../../_shell/page-data.ts'
import { PageHeader } from '../../../../_shell/page-header.tsx'
import { MetaverseSearch } from '../_components/metaverse-search.tsx'
import { messages } from '../messages.ts'
import { metaverseQuery } from '../queries.ts'
import { loadMetaverseFilter } from '../search-params.ts'

export const metadata: Metadata = { title: messages.title }

export default async function MetaversePage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const filter = await loadMetaverseFilter(searchParams)
  const { api, queryClient } = await pageData()
  await queryClient.prefetchInfiniteQuery(metaverseQuery(api, filter))
  return (
    <HydrationBoundary state={dehydrate(queryClient)}>
      <PageHeader title={messages.title} />
      <MetaverseSearch />
    </HydrationBoundary>
  )
}
