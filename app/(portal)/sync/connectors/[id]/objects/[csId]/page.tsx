import { dehydrate, HydrationBoundary } from '@tanstack/react-query'
import type { Metadata } from 'next'
import { pageData, readOrNotFound } from '../../../../../../_shell/page-data.ts'
import { CsObject } from '../../../_components/cs-object.tsx'
import { messages } from '../../../messages.ts'
import { csObjectQuery } from '../../../queries.ts'

type PageProps = { params: Promise<{ id: string; csId: string }> }

export async function generateMetadata({ params }: PageProps): Promise<Metadata> {
  const { id, csId } = await params
  const { api, queryClient } = await pageData()
  const object = await readOrNotFound(queryClient, csObjectQuery(api, id, csId))
  return { title: `${messages.tabs.space} · ${object?.name ?? csId}` }
}

export default async function CsObjectPage({ params }: PageProps) {
  const { id, csId } = await params
  const { api, queryClient } = await pageData()
  await readOrNotFound(queryClient, csObjectQuery(api, id, csId))
  return (
    <HydrationBoundary state={dehydrate(queryClient)}>
      <CsObject id={id} csId={csId} />
    </HydrationBoundary>
  )
}
