'use client'

import { useQuery } from '@tanstack/react-query'
import Link from 'next/link'
import { api } from '../../../_boundary/client.ts'
import type { DirectoryItem } from '../../../_shell/api-types.ts'
import { failureOf } from '../../../_shell/failure.ts'
import { displayName } from '../../../_shell/object-name.ts'
import { Code } from '../../../_ui/dn.tsx'
import { hrefOf } from './object-href.ts'

/** The object a reference points to, by name. A reference does not say which kind of object it is. */
export function DirectoryReference({ id }: { id: string }) {
  const { data } = useQuery({ queryKey: ['directory-reference', id], queryFn: () => findObject(id) })
  if (data === undefined || data === null) return <Code>{id}</Code>
  return (
    <Link className="link" href={hrefOf(data)}>
      <bdi>{displayName(data)}</bdi>
    </Link>
  )
}

async function findObject(id: string): Promise<DirectoryItem | null> {
  for (const kind of ['users', 'groups', 'contacts'] as const) {
    try {
      return await api.directory[kind].get.call({ id })
    } catch (error) {
      if (failureOf(error).status !== 404) throw error
    }
  }
  return null
}
