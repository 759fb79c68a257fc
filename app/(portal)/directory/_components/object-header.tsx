'use client'

import { useQuery } from '@tanstack/react-query'
import { api } from '../../../_boundary/client.ts'
import { displayName, secondName } from '../../../_shell/object-name.ts'
import { PageHeader } from '../../../_shell/page-header.tsx'
import { Pill } from '../../../_ui/pill.tsx'
import type { DirectoryKind } from '../kinds.ts'
import { messages } from '../messages.ts'
import { objectQuery } from '../queries.ts'
import { SourceTag } from './source-tag.tsx'

export function ObjectHeader({ kind, id }: { kind: DirectoryKind; id: string }) {
  const { data: item } = useQuery(objectQuery(api, kind, id))
  const crumbs = [{ label: messages.kinds[kind].title, href: `/directory/${kind}` }]
  if (item === undefined) return <PageHeader crumbs={crumbs} title={id} />
  return (
    <PageHeader
      crumbs={crumbs}
      title={<bdi>{displayName(item)}</bdi>}
      note={secondName(item) === item.id ? undefined : <bdi>{secondName(item)}</bdi>}
      status={
        <>
          <SourceTag item={item} />
          {item.attributes.accountEnabled === false ? <Pill status="paused">{messages.disabled}</Pill> : null}
        </>
      }
    />
  )
}
