import { dehydrate, HydrationBoundary } from '@tanstack/react-query'
import type { Metadata } from 'next'
import { pageData } from '../../../../../_shell/page-data.ts'
import { objectTitle } from '../../../_components/object-layout.tsx'
import { OnPremises } from '../../../_components/on-premises.tsx'
import { prefetchOrigin } from '../../../queries.ts'

type PageProps = { params: Promise<{ id: string }> }

export function generateMetadata({ params }: PageProps): Promise<Metadata> {
  return objectTitle('groups', params, 'onPremises')
}

export default async function Page({ params }: PageProps) {
  const { id } = await params
  const { api, queryClient } = await pageData()
  await prefetchOrigin(api, queryClient, id)
  return (
    <HydrationBoundary state={dehydrate(queryClient)}>
      <OnPremises kind="groups" id={id} />
    </HydrationBoundary>
  )
}
