import { dehydrate, HydrationBoundary } from '@tanstack/react-query'
import type { Metadata } from 'next'
import { pageData } from '../../_shell/page-data.ts'
import { HomeView } from './_components/home-view.tsx'
import { messages } from './messages.ts'
import { recentChangesQuery } from './queries.ts'

export const metadata: Metadata = { title: messages.title }

export default async function HomePage() {
  const { api, queryClient } = await pageData()
  await Promise.all([
    queryClient.prefetchQuery(api.sync.overview.queryOptions({ input: {} })),
    queryClient.prefetchQuery(api.directory.summary.queryOptions({ input: {} })),
    queryClient.prefetchQuery(recentChangesQuery(api)),
  ])
  return (
    <HydrationBoundary state={dehydrate(queryClient)}>
      <HomeView />
    </HydrationBoundary>
  )
}
