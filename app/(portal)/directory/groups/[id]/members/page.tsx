import { dehydrate, HydrationBoundary } from '@tanstack/react-query'
import type { Metadata } from 'next'
import { pageData } from '../../../../../_shell/page-data.ts'
import { objectTitle } from '../../../_components/object-layout.tsx'
import { GroupMembers } from '../../../_components/object-members.tsx'
import { membersQuery } from '../../../queries.ts'

type PageProps = {
  params: Promise<{ id: string }>
  searchParams: Promise<Record<string, string | string[]>>
}

export function generateMetadata({ params }: PageProps): Promise<Metadata> {
  return objectTitle('groups', params, 'members')
}

export default async function Page({ params, searchParams }: PageProps) {
  const { id } = await params
  const { search } = await searchParams
  const { api, queryClient } = await pageData()
  await queryClient.prefetchInfiniteQuery(membersQuery(api, id, typeof search === 'string' ? search : ''))
  return (
    <HydrationBoundary state={dehydrate(queryClient)}>
      <GroupMembers id={id} />
    </HydrationBoundary>
  )
}
