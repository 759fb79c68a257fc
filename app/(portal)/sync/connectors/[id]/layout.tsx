import { dehydrate, HydrationBoundary } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { pageData, readOrNotFound } from '../../../../_shell/page-data.ts'
import { connectorQuery } from '../queries.ts'

type LayoutProps = { params: Promise<{ id: string }>; children: ReactNode }

export default async function ConnectorLayout({ params, children }: LayoutProps) {
  const { id } = await params
  const { api, queryClient } = await pageData()
  await readOrNotFound(queryClient, connectorQuery(api, id))
  return <HydrationBoundary state={dehydrate(queryClient)}>{children}</HydrationBoundary>
}
