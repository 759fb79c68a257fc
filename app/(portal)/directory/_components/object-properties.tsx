'use client'

import { useQuery } from '@tanstack/react-query'
import { api } from '../../../_boundary/client.ts'
import { Loaded } from '../../../_shell/loaded.tsx'
import { Code } from '../../../_ui/dn.tsx'
import { Facts } from '../../../_ui/facts.tsx'
import { ValueView } from '../../../_ui/value-view.tsx'
import type { DirectoryKind } from '../kinds.ts'
import { messages } from '../messages.ts'
import { objectQuery } from '../queries.ts'
import { DirectoryReference } from './directory-reference.tsx'

/** Every attribute of the object, by name. */
export function ObjectProperties({ kind, id }: { kind: DirectoryKind; id: string }) {
  const query = useQuery(objectQuery(api, kind, id))
  return (
    <Loaded query={query}>
      {(item) => (
        <div className="flex flex-col gap-4">
          {item.synced ? <p className="text-muted">{messages.managed}</p> : null}
          <Facts
            wide
            facts={[
              ...Object.entries(item.attributes)
                .sort(([a], [b]) => a.localeCompare(b))
                .map(([name, values]) => ({
                  label: <bdi dir="ltr">{name}</bdi>,
                  value: (
                    <ValueView values={values} reference={(target) => <DirectoryReference id={target} />} />
                  ),
                })),
              { label: messages.objectId, value: <Code>{item.id}</Code> },
            ]}
          />
        </div>
      )}
    </Loaded>
  )
}
