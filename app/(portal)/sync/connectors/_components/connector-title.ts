import type { Metadata } from 'next'
import { pageData, readOrNotFound } from '../../../../_shell/page-data.ts'
import { messages } from '../messages.ts'
import { connectorQuery } from '../queries.ts'

/** "Connection · corp.example". */
export async function connectorTitle(
  params: Promise<{ id: string }>,
  tab: keyof typeof messages.tabs,
): Promise<Metadata> {
  const { id } = await params
  const { api, queryClient } = await pageData()
  const connector = await readOrNotFound(queryClient, connectorQuery(api, id))
  return { title: connector === undefined ? messages.tabs[tab] : `${messages.tabs[tab]} · ${connector.name}` }
}
