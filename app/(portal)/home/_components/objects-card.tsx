'use client'

import { useQuery } from '@tanstack/react-query'
import { api } from '../../../_boundary/client.ts'
import { Loaded } from '../../../_shell/loaded.tsx'
import { Card } from '../../../_ui/card.tsx'
import { Figures } from '../../../_ui/figures.tsx'
import { messages } from '../messages.ts'

/** What the cloud directory holds. */
export function ObjectsCard() {
  const query = useQuery({
    ...api.directory.summary.queryOptions({ input: {} }),
    refetchInterval: 5000,
  })
  return (
    <Card title={messages.objects}>
      <Loaded query={query} lines={2}>
        {({ users, groups, contacts, synced }) => (
          <Figures
            figures={[
              {
                label: messages.users,
                value: users,
                note: messages.synced(synced.users),
                href: '/directory/users',
              },
              {
                label: messages.groups,
                value: groups,
                note: messages.synced(synced.groups),
                href: '/directory/groups',
              },
              {
                label: messages.contacts,
                value: contacts,
                note: messages.synced(synced.contacts),
                href: '/directory/contacts',
              },
            ]}
          />
        )}
      </Loaded>
    </Card>
  )
}
