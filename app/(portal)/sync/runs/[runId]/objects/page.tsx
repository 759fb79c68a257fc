import { dehydrate, HydrationBoundary } from '@tanstack/react-query'
import type { Metadata } from 'next'
import { createLoader, parseAsString, type SearchParams } from 'nuqs/server'
import { pageData, readOrNotFound } from '../../../../../_shell/page-data.ts'
import { PageHeader } from '../../../../../_shell/page-header.tsx'
import { profileName } from '../../../_components/run-state.tsx'
import { statisticName } from '../../../_components/statistics.ts'
import { RunObjects } from '../../_components/run-objects.tsx'
import { messages } from '../../messages.ts'
import { runObjectsQuery, runQuery } from '../../queries.ts'

type PageProps = { params: Promise<{ runId: string }>; searchParams: Promise<SearchParams> }

const loadStatistic = createLoader({ statistic: parseAsString.withDefault('') })

export async function generateMetadata({ searchParams }: PageProps): Promise<Metadata> {
  const { statistic } = await loadStatistic(searchParams)
  return { title: messages.objectsTitle(statisticName(statistic)) }
}

export default async function RunObjectsPage({ params, searchParams }: PageProps) {
  const { runId } = await params
  const { statistic } = await loadStatistic(searchParams)
  const { api, queryClient } = await pageData()
  const [run] = await Promise.all([
    readOrNotFound(queryClient, runQuery(api, runId)),
    queryClient.prefetchInfiniteQuery(runObjectsQuery(api, runId, statistic)),
  ])
  return (
    <HydrationBoundary state={dehydrate(queryClient)}>
      <PageHeader
        crumbs={[
          { label: messages.title, href: '/sync/runs' },
          {
            label: run === undefined ? runId : `${profileName(run.profile)}, ${run.connectorName}`,
            href: `/sync/runs/${runId}`,
          },
        ]}
        title={statisticName(statistic)}
      />
      <RunObjects runId={runId} statistic={statistic} />
    </HydrationBoundary>
  )
}
