import type { Metadata } from 'next'
import { messages } from '../messages.ts'
import { ObjectListPage } from '../_components/object-list-page.tsx'

export const metadata: Metadata = { title: messages.kinds.groups.title }

export default function Page({ searchParams }: { searchParams: Promise<Record<string, string | string[]>> }) {
  return <ObjectListPage kind="groups" searchParams={searchParams} />
}
