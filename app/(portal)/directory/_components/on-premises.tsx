'use client'

import { useQuery } from '@tanstack/react-query'
import Link from 'next/link'
import { api } from '../../../_boundary/client.ts'
import { Loaded } from '../../../_shell/loaded.tsx'
import { ButtonLink } from '../../../_ui/button.tsx'
import { Dn } from '../../../_ui/dn.tsx'
import { Facts } from '../../../_ui/facts.tsx'
import { PlainTable } from '../../../_ui/plain-table.tsx'
import { EmptyState } from '../../../_ui/states.tsx'
import { ValueView } from '../../../_ui/value-view.tsx'
import type { DirectoryKind } from '../kinds.ts'
import { messages } from '../messages.ts'
import { metaverseOfQuery, objectQuery } from '../queries.ts'
import { DirectoryReference } from './directory-reference.tsx'

/** Where the object and each of its values come from. */
export function OnPremises({ kind, id }: { kind: DirectoryKind; id: string }) {
  const metaverse = useQuery(metaverseOfQuery(api, id))
  return (
    <Loaded query={metaverse}>
      {(page) => {
        const mvId = page.items[0]?.id
        return mvId === undefined ? (
          <EmptyState title={messages.notSynced}>{messages.notSyncedHelp}</EmptyState>
        ) : (
          <Origin kind={kind} id={id} mvId={mvId} />
        )
      }}
    </Loaded>
  )
}

function Origin({ kind, id, mvId }: { kind: DirectoryKind; id: string; mvId: string }) {
  const object = useQuery(objectQuery(api, kind, id))
  const metaverse = useQuery(api.sync.metaverse.get.queryOptions({ input: { id: mvId } }))
  return (
    <div className="flex flex-col gap-6">
      <Loaded query={metaverse} lines={2}>
        {(mv) => (
          <section aria-labelledby="origin" className="flex flex-col gap-2">
            <div className="flex flex-wrap items-center justify-between gap-2">
              <h2 id="origin" className="text-section font-semibold">
                {messages.connectedObjects}
              </h2>
              <ButtonLink href={`/sync/metaverse/${mvId}`}>{messages.openMetaverse}</ButtonLink>
            </div>
            <PlainTable
              label={messages.connectedObjects}
              rows={mv.connectors}
              rowKey={(link) => link.csId}
              columns={[
                {
                  id: 'connector',
                  header: messages.connector,
                  cell: (link) => (
                    <Link
                      className="row-link"
                      href={`/sync/connectors/${link.connectorId}/objects/${link.csId}`}
                    >
                      {link.connector}
                    </Link>
                  ),
                },
                { id: 'dn', header: messages.distinguishedName, cell: (link) => <Dn value={link.dn} /> },
                { id: 'link', header: messages.link, cell: (link) => link.linkRule },
              ]}
            />
          </section>
        )}
      </Loaded>
      <Loaded query={object}>
        {(item) => (
          <div className="flex flex-col gap-4">
            {item.sourceAnchor === null ? null : (
              <Facts
                facts={[
                  {
                    label: messages.sourceAnchor,
                    value: <ValueView values={{ base64: item.sourceAnchor }} />,
                  },
                ]}
              />
            )}
            <PlainTable
              label={messages.tabs.onPremises}
              rows={Object.entries(item.attributes).sort(([a], [b]) => a.localeCompare(b))}
              rowKey={([name]) => name}
              columns={[
                {
                  id: 'attribute',
                  header: messages.attribute,
                  cell: ([name]) => (
                    <bdi dir="ltr" className="font-semibold">
                      {name}
                    </bdi>
                  ),
                },
                {
                  id: 'value',
                  header: messages.value,
                  cell: ([, values]) => (
                    <ValueView values={values} reference={(target) => <DirectoryReference id={target} />} />
                  ),
                },
                {
                  id: 'explain',
                  header: messages.explain,
                  cell: ([name]) => (
                    <Link
                      className="link inline-flex min-h-6 items-center"
                      aria-label={messages.explainAttribute(name)}
                      href={`/sync/metaverse/${mvId}?explain=${encodeURIComponent(name)}`}
                    >
                      {messages.explain}
                    </Link>
                  ),
                },
              ]}
            />
          </div>
        )}
      </Loaded>
    </div>
  )
}
