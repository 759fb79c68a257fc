import { dehydrate, HydrationBoundary } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { pageData, readOrNotFound } from '../../../../_shell/page-data.ts'
import { TabLinks } from '../../../../_ui/tab-links.tsx'
import { MvHeader } from '../_components/mv-header.tsx'
import { messages } from '../messages.ts'
import { mvObjectQuery } from '../queries.ts'

type LayoutProps = { params: Promise<{ mvId: string }>; children: ReactNode }

export default async function MvObjectLayout({ params, children }: LayoutProps) {
  const { mvId } = await params
  const { api, queryClient } = await pageData()
  await readOrNotFound(queryClient, mvObjectQuery(api, mvId))
  const base = `/sync/metaverse/${mvId}`
  return (
    <HydrationBoundary state={dehydrate(queryClient)}>
      <MvHeader id={mvId} />
      <TabLinks
        label={messages.section}
        tabs={[
          { href: base, label: messages.tabs.attributes },
          { href: `${base}/connectors`, label: messages.tabs.connectors },
          { href: `${base}/lineage`, label: messages.tabs.lineage },
          { href: `${base}/history`, label: messages.tabs.history },
        ]}
      />
      <div className="pt-4">{children}</div>
    </HydrationBoundary>
  )
}
