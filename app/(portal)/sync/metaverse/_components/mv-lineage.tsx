'use client'

import { useQuery } from '@tanstack/react-query'
import { ArrowDown } from 'lucide-react'
import Link from 'next/link'
import { api } from '../../../../_boundary/client.ts'
import type { MvDetail } from '../../../../_shell/api-types.ts'
import { Loaded } from '../../../../_shell/loaded.tsx'
import { Tag } from '../../../../_ui/pill.tsx'
import { PlainTable } from '../../../../_ui/plain-table.tsx'
import { messages, wordFor } from '../messages.ts'
import { mvObjectQuery } from '../queries.ts'

/** From source to target: the linked objects as a picture that reads as a list, and the rule behind each value. */
export function MvLineage({ id }: { id: string }) {
  const query = useQuery(mvObjectQuery(api, id))
  return (
    <Loaded query={query}>
      {(mv) => (
        <div className="flex flex-col gap-6">
          <Graph mv={mv} />
          <PlainTable
            label={messages.tabs.lineage}
            rows={mv.attributes}
            rowKey={({ name }) => name}
            columns={[
              {
                id: 'attribute',
                header: messages.attribute,
                cell: ({ name }) => (
                  <Link
                    className="row-link"
                    href={`/sync/metaverse/${id}?explain=${encodeURIComponent(name)}`}
                  >
                    <bdi dir="ltr">{name}</bdi>
                  </Link>
                ),
              },
              { id: 'from', header: messages.from, cell: ({ lineage }) => lineage.connector },
              { id: 'rule', header: messages.rule, cell: ({ lineage }) => lineage.rule },
              {
                id: 'precedence',
                header: messages.precedence,
                align: 'end',
                cell: ({ lineage }) => lineage.precedence,
              },
            ]}
          />
        </div>
      )}
    </Loaded>
  )
}

type LinkedObject = MvDetail['connectors'][number]

function Graph({ mv }: { mv: MvDetail }) {
  const sources = mv.connectors.filter(({ role }) => role === 'source')
  const targets = mv.connectors.filter(({ role }) => role === 'target')
  return (
    <section aria-label={messages.graph} className="flex flex-col gap-2">
      <p className="text-muted">{messages.lineageIntro}</p>
      <div className="flex flex-col items-stretch gap-2 md:flex-row md:items-center">
        <Column links={sources} />
        <Arrow />
        <div className="flex-1 rounded-card border-2 border-accent bg-selected p-3">
          <p className="text-caption text-muted">{messages.section}</p>
          <p className="font-semibold break-words">
            <bdi>{mv.displayName}</bdi>
          </p>
          <Tag>{wordFor(messages.types, mv.objectType)}</Tag>
        </div>
        <Arrow />
        <Column links={targets} />
      </div>
    </section>
  )
}

function Column({ links }: { links: readonly LinkedObject[] }) {
  return (
    <ul className="flex min-w-0 flex-1 flex-col gap-2">
      {links.map((link) => (
        <li key={link.csId} className="rounded-card border border-divider bg-surface p-3">
          <Link className="row-link" href={`/sync/connectors/${link.connectorId}/objects/${link.csId}`}>
            {link.connector}
          </Link>
          <bdi dir="ltr" className="block truncate font-mono text-caption" title={link.dn}>
            {link.dn}
          </bdi>
          <p className="text-caption text-muted">
            {wordFor(messages.linkKinds, link.linkKind)}
            {` · ${link.linkRule}`}
          </p>
        </li>
      ))}
      {links.length === 0 ? <li className="p-3 text-muted">{messages.noConnectors}</li> : null}
    </ul>
  )
}

function Arrow() {
  return (
    <ArrowDown
      aria-hidden
      className="size-5 shrink-0 self-center text-muted md:-rotate-90 md:rtl:rotate-90"
    />
  )
}
