import { dehydrate, HydrationBoundary } from '@tanstack/react-query'
import type { Metadata } from 'next'
import { pageData, readOrNotFound } from '../../../../_shell/page-data.ts'
import { profileName } from '../../_components/run-state.tsx'
import { RunDetail } from '../_components/run-detail.tsx'
import { messages } from '../messages.ts'
import { runErrorsQuery, runQuery } from '../queries.ts'

type PageProps = { params: Promise<{ runId: string }> }

export async function generateMetadata({ params }: PageProps): Promise<Metadata> {
  const { runId } = await params
  const { api, queryClient } = await pageData()
  const run = await readOrNotFound(queryClient, runQuery(api, runId))
  return {
    title:
      run === undefined
        ? messages.title
        : `${messages.title} · ${profileName(run.profile)}, ${run.connectorName}`,
  }
}

export default async function RunPage({ params }: PageProps) {
  const { runId } = await params
  const { api, queryClient } = await pageData()
  await Promise.all([
    readOrNotFound(queryClient, runQuery(api, runId)),
    queryClient.prefetchInfiniteQuery(runErrorsQuery(api, runId)),
  ])
  return (
    <HydrationBoundary state={dehydrate(queryClient)}>
      <RunDetail id={runId} />
    </HydrationBoundary>
  )
}
