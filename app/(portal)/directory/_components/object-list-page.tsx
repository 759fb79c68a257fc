import { dehydrate, HydrationBoundary } from '@tanstack/react-query'
import { pageData } from '../../../_shell/page-data.ts'
import { PageHeader } from '../../../_shell/page-header.tsx'
import type { DirectoryKind } from '../kinds.ts'
import { messages } from '../messages.ts'
import { objectsQuery } from '../queries.ts'
import { ObjectList } from './object-list.tsx'

type ObjectListPageProps = {
  kind: DirectoryKind
  searchParams: Promise<Record<string, string | string[]>>
}

export async function ObjectListPage({ kind, searchParams }: ObjectListPageProps) {
  const { search } = await searchParams
  const { api, queryClient } = await pageData()
  await queryClient.prefetchInfiniteQuery(objectsQuery(api, kind, typeof search === 'string' ? search : ''))
  return (
    <HydrationBoundary state={dehydrate(queryClient)}>
      <PageHeader title={messages.kinds[kind].title} />
      <ObjectList kind={kind} />
    </HydrationBoundary>
  )
}
