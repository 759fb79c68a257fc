import { dehydrate, HydrationBoundary } from '@tanstack/react-query'
import type { Metadata } from 'next'
import type { SearchParams } from 'nuqs/server'
import { pageData } from '../../../../../_shell/page-data.ts'
import { ConnectorFrame } from '../../_components/connector-frame.tsx'
import { ConnectorSpace } from '../../_components/connector-space.tsx'
import { connectorTitle } from '../../_components/connector-title.ts'
import { spaceQuery } from '../../queries.ts'
import { loadSpaceFilter } from '../../search-params.ts'

type PageProps = { params: Promise<{ id: string }>; searchParams: Promise<SearchParams> }

export function generateMetadata({ params }: PageProps): Promise<Metadata> {
  return connectorTitle(params, 'space')
}

export default async function SpacePage({ params, searchParams }: PageProps) {
  const { id } = await params
  const filter = await loadSpaceFilter(searchParams)
  const { api, queryClient } = await pageData()
  await queryClient.prefetchInfiniteQuery(spaceQuery(api, id, filter))
  return (
    <HydrationBoundary state={dehydrate(queryClient)}>
      <ConnectorFrame id={id}>
        <ConnectorSpace id={id} />
      </ConnectorFrame>
    </HydrationBoundary>
  )
}
