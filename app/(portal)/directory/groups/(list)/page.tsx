import type { Metadata } from 'next'
import { ObjectListPage } from '../../_components/object-list-page.tsx'
import { messages } from '../../messages.ts'

export const metadata: Metadata = { title: messages.kinds.groups.title }

export default function Page({ searchParams }: { searchParams: Promise<Record<string, string | string[]>> }) {
  return <ObjectListPage kind="groups" searchParams={searchParams} />
}
