import { dehydrate, HydrationBoundary } from '@tanstack/react-query'
import type { Metadata } from 'next'
import type { SearchParams } from 'nuqs/server'
import { pageData } from '../../../_shell/page-data.ts'
import { PageHeader } from '../../../_shell/page-header.tsx'
import { AuditList } from './_components/audit-list.tsx'
import { messages } from './messages.ts'
import { auditQuery } from './queries.ts'
import { loadAuditFilter } from './search-params.ts'

export const metadata: Metadata = { title: messages.title }

export default async function AuditPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const filter = await loadAuditFilter(searchParams)
  const { api, queryClient } = await pageData()
  await queryClient.prefetchInfiniteQuery(auditQuery(api, filter))
  return (
    <HydrationBoundary state={dehydrate(queryClient)}>
      <PageHeader title={messages.title} note={messages.intro} />
      <AuditList />
    </HydrationBoundary>
  )
}
