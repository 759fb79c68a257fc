import { useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { api } from '../_boundary/client.ts'
import { displayName, secondName } from './object-name.ts'

export const OBJECT_KINDS = [
  { kind: 'users', label: 'Users' },
  { kind: 'groups', label: 'Groups' },
  { kind: 'contacts', label: 'Contacts' },
] as const

export type FoundObject = {
  readonly id: string
  readonly kind: (typeof OBJECT_KINDS)[number]['kind']
  readonly href: string
  readonly name: string
  readonly second: string
}

const PER_KIND = 5

/** Directory objects that match a text once it has rested for 250 ms: users, then groups, then contacts. */
export function useFoundObjects(text: string): {
  readonly search: string
  readonly found: readonly FoundObject[]
  readonly busy: boolean
} {
  const search = useRested(text.trim(), 250)
  const enabled = search !== ''
  const input = { search, top: PER_KIND }
  const users = useQuery(api.directory.users.list.queryOptions({ input, enabled }))
  const groups = useQuery(api.directory.groups.list.queryOptions({ input, enabled }))
  const contacts = useQuery(api.directory.contacts.list.queryOptions({ input, enabled }))
  const pages = { users: users.data, groups: groups.data, contacts: contacts.data }
  return {
    search,
    busy: users.isFetching || groups.isFetching || contacts.isFetching,
    found: OBJECT_KINDS.flatMap(({ kind }) =>
      (pages[kind]?.items ?? []).map((item) => ({
        id: item.id,
        kind,
        href: `/directory/${kind}/${item.id}`,
        name: displayName(item),
        second: secondName(item),
      })),
    ),
  }
}

/** The value once it has not changed for a while. */
function useRested(value: string, restMs: number): string {
  const [rested, setRested] = useState(value)
  useEffect(() => {
    const timer = setTimeout(() => setRested(value), restMs)
    return () => clearTimeout(timer)
  }, [value, restMs])
  return rested
}
