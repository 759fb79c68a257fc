import type { Metadata } from 'next'
import { pageData, readOrNotFound } from '../../../../_shell/page-data.ts'
import { messages } from '../messages.ts'
import { mvObjectQuery } from '../queries.ts'

/** "Lineage · Ada Example". */
export async function mvTitle(
  params: Promise<{ mvId: string }>,
  tab: keyof typeof messages.tabs,
): Promise<Metadata> {
  const { mvId } = await params
  const { api, queryClient } = await pageData()
  const mv = await readOrNotFound(queryClient, mvObjectQuery(api, mvId))
  return { title: mv === undefined ? messages.tabs[tab] : `${messages.tabs[tab]} · ${mv.displayName}` }
}
