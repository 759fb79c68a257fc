'use client'

import { useQuery } from '@tanstack/react-query'
import { api } from '../../../../_boundary/client.ts'
import { PageHeader } from '../../../../_shell/page-header.tsx'
import { Tag } from '../../../../_ui/pill.tsx'
import { messages, wordFor } from '../messages.ts'
import { mvObjectQuery } from '../queries.ts'

export function MvHeader({ id }: { id: string }) {
  const { data: mv } = useQuery(mvObjectQuery(api, id))
  return (
    <PageHeader
      crumbs={[{ label: messages.title, href: '/sync/metaverse' }]}
      title={<bdi>{mv?.displayName ?? id}</bdi>}
      status={mv === undefined ? undefined : <Tag>{wordFor(messages.types, mv.objectType)}</Tag>}
    />
  )
}
