import { dehydrate, HydrationBoundary } from '@tanstack/react-query'
import type { Metadata } from 'next'
import type { ReactNode } from 'react'
import { displayName } from '../../../_shell/object-name.ts'
import { pageData, readOrNotFound } from '../../../_shell/page-data.ts'
import { TabLinks } from '../../../_ui/tab-links.tsx'
import type { DirectoryKind } from '../kinds.ts'
import { messages } from '../messages.ts'
import { objectQuery } from '../queries.ts'
import { ObjectHeader } from './object-header.tsx'

type Tab = keyof typeof messages.tabs

const TABS: Record<DirectoryKind, readonly { readonly tab: Tab; readonly path: string }[]> = {
  users: [
    { tab: 'properties', path: '' },
    { tab: 'onPremises', path: '/on-premises' },
    { tab: 'groups', path: '/groups' },
  ],
  groups: [
    { tab: 'properties', path: '' },
    { tab: 'members', path: '/members' },
    { tab: 'onPremises', path: '/on-premises' },
    { tab: 'groups', path: '/groups' },
  ],
  contacts: [
    { tab: 'properties', path: '' },
    { tab: 'onPremises', path: '/on-premises' },
    { tab: 'groups', path: '/groups' },
  ],
}

type ObjectLayoutProps = { kind: DirectoryKind; params: Promise<{ id: string }>; children: ReactNode }

/** Heading and tabs of one directory object. */
export async function ObjectLayout({ kind, params, children }: ObjectLayoutProps) {
  const { id } = await params
  const { api, queryClient } = await pageData()
  await readOrNotFound(queryClient, objectQuery(api, kind, id))
  return (
    <HydrationBoundary state={dehydrate(queryClient)}>
      <ObjectHeader kind={kind} id={id} />
      <TabLinks
        label={messages.kinds[kind].title}
        tabs={TABS[kind].map(({ tab, path }) => ({
          href: `/directory/${kind}/${id}${path}`,
          label: messages.tabs[tab],
        }))}
      />
      <div className="pt-4">{children}</div>
    </HydrationBoundary>
  )
}

/** "Groups · Ada Example". */
export async function objectTitle(
  kind: DirectoryKind,
  params: Promise<{ id: string }>,
  tab: Tab,
): Promise<Metadata> {
  const { id } = await params
  const { api, queryClient } = await pageData()
  const item = await readOrNotFound(queryClient, objectQuery(api, kind, id))
  return { title: item === undefined ? messages.tabs[tab] : `${messages.tabs[tab]} · ${displayName(item)}` }
}
