import { dehydrate, HydrationBoundary } from '@tanstack/react-query'
import type { Metadata } from 'next'
import { cookies } from 'next/headers'
import type { ReactNode } from 'react'
import { Frame } from '../_shell/frame.tsx'
import { LiveEvents } from '../_shell/live-events.tsx'
import { pageData } from '../_shell/page-data.ts'
import { RAIL_COOKIE } from '../_shell/rail-cookie.ts'

export async function generateMetadata(): Promise<Metadata> {
  const { api, queryClient } = await pageData()
  const { organisation } = await queryClient.fetchQuery(api.access.session.get.queryOptions({ input: {} }))
  const name = organisation === '' ? 'Lockstep' : organisation
  return { title: { default: name, template: `%s · ${name}` } }
}

export default async function PortalLayout({ children }: { children: ReactNode }) {
  const { api, queryClient } = await pageData()
  const [session] = await Promise.all([
    queryClient.fetchQuery(api.access.session.get.queryOptions({ input: {} })),
    queryClient.prefetchQuery(api.sync.staging.get.queryOptions({ input: {} })),
  ])
  const railCollapsed = (await cookies()).get(RAIL_COOKIE)?.value === 'collapsed'
  return (
    <HydrationBoundary state={dehydrate(queryClient)}>
      <LiveEvents />
      <Frame
        account={{ name: session.name, roles: session.roles }}
        permissions={session.permissions}
        organisation={session.organisation}
        railCollapsed={railCollapsed}
      >
        {children}
      </Frame>
    </HydrationBoundary>
  )
}
