import { dehydrate, HydrationBoundary } from '@tanstack/react-query'
import type { Metadata } from 'next'
import { pageData } from '../../../../../_shell/page-data.ts'
import { objectTitle } from '../../../_components/object-layout.tsx'
import { GroupMemberships } from '../../../_components/object-members.tsx'
import { membershipsQuery } from '../../../queries.ts'

type PageProps = { params: Promise<{ id: string }> }

export function generateMetadata({ params }: PageProps): Promise<Metadata> {
  return objectTitle('contacts', params, 'groups')
}

export default async function Page({ params }: PageProps) {
  const { id } = await params
  const { api, queryClient } = await pageData()
  await queryClient.prefetchInfiniteQuery(membershipsQuery(api, id))
  return (
    <HydrationBoundary state={dehydrate(queryClient)}>
      <GroupMemberships id={id} />
    </HydrationBoundary>
  )
}
