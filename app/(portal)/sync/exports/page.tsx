import { dehydrate, HydrationBoundary } from '@tanstack/react-query'
import type { Metadata } from 'next'
import type { SearchParams } from 'nuqs/server'
import { pageData } from '../../../_shell/page-data.ts'
import { PendingExports } from './_components/pending-exports.tsx'
import { messages } from './messages.ts'
import { exportsQuery } from './queries.ts'
import { loadExportFilter } from './search-params.ts'

export const metadata: Metadata = { title: messages.title }

export default async function ExportsPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const filter = await loadExportFilter(searchParams)
  const { api, queryClient } = await pageData()
  await queryClient.prefetchInfiniteQuery(exportsQuery(api, filter))
  return (
    <HydrationBoundary state={dehydrate(queryClient)}>
      <PendingExports />
    </HydrationBoundary>
  )
}
