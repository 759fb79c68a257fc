import { dehydrate, HydrationBoundary } from '@tanstack/react-query'
import type { Metadata } from 'next'
import type { SearchParams } from 'nuqs/server'
import { pageData } from '../../_shell/page-data.ts'
import { PageHeader } from '../../_shell/page-header.tsx'
import { ErrorList } from './_components/error-list.tsx'
import { messages } from './messages.ts'
import { errorsQuery } from './queries.ts'
import { loadErrorFilter } from './search-params.ts'

export const metadata: Metadata = { title: messages.title }

export default async function ErrorsPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const { category } = await loadErrorFilter(searchParams)
  const { api, queryClient } = await pageData()
  await queryClient.prefetchInfiniteQuery(errorsQuery(api, category))
  return (
    <HydrationBoundary state={dehydrate(queryClient)}>
      <PageHeader title={messages.title} note={messages.intro} />
      <ErrorList />
    </HydrationBoundary>
  )
}
