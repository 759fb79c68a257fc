'use client'

import { useQuery } from '@tanstack/react-query'
import Link from 'next/link'
import type { ReactNode } from 'react'
import { api } from '../../../../_boundary/client.ts'
import type { SpaceObject } from '../../../../_shell/api-types.ts'
import { Loaded } from '../../../../_shell/loaded.tsx'
import { PageHeader } from '../../../../_shell/page-header.tsx'
import { ButtonLink } from '../../../../_ui/button.tsx'
import { Code, Dn } from '../../../../_ui/dn.tsx'
import { Facts } from '../../../../_ui/facts.tsx'
import { Tag } from '../../../../_ui/pill.tsx'
import { PlainTable } from '../../../../_ui/plain-table.tsx'
import { NoValue, RelativeTime } from '../../../../_ui/relative-time.tsx'
import { ValueView } from '../../../../_ui/value-view.tsx'
import { ChangeTable } from '../../_components/change-table.tsx'
import { messages, wordFor } from '../messages.ts'
import { csObjectQuery } from '../queries.ts'
import { CsStatePill } from './connector-space.tsx'

/** One connector space object: identity, errors, what waits, where it is linked, and its values. */
export function CsObject({ id, csId }: { id: string; csId: string }) {
  const query = useQuery(csObjectQuery(api, id, csId))
  return (
    <Loaded query={query} title={messages.tabs.space}>
      {(object) => <Detail connectorId={id} object={object} />}
    </Loaded>
  )
}

function Detail({ connectorId, object }: { connectorId: string; object: SpaceObject }) {
  const base = `/sync/connectors/${connectorId}`
  const errors = [object.syncError, object.exportError].flatMap(shownError)
  const waiting = object.attributes.filter(({ pending }) => pending !== undefined)
  return (
    <>
      <PageHeader
        crumbs={[
          { label: messages.title, href: '/sync/connectors' },
          { label: object.connectorName, href: base },
          { label: messages.tabs.space, href: `${base}/space` },
        ]}
        title={<bdi>{object.name}</bdi>}
        status={
          <>
            <CsStatePill object={object} />
            <Tag>{object.objectType}</Tag>
          </>
        }
        note={<Dn value={object.dn} />}
        commands={
          object.mvId === null ? undefined : (
            <ButtonLink variant="primary" href={`/sync/metaverse/${object.mvId}`}>
              {messages.openMetaverse}
            </ButtonLink>
          )
        }
      />
      <div className="flex flex-col gap-6">
        <Facts
          facts={[
            {
              label: messages.anchor,
              value: object.anchor === null ? <NoValue /> : <Code>{object.anchor}</Code>,
            },
            { label: messages.imported, value: <RelativeTime value={object.importedAt} /> },
            { label: messages.exported, value: <RelativeTime value={object.exportedAt} /> },
          ]}
        />
        {errors.length === 0 ? null : (
          <Section title={messages.objectTabs.errors}>
            <ul className="flex flex-col gap-2">
              {errors.map((error) => (
                <li key={error.code} className="rounded-card bg-error-tint px-4 py-3 text-error">
                  <Code>{error.code}</Code>
                  <p className="break-words">{error.message}</p>
                </li>
              ))}
            </ul>
          </Section>
        )}
        {object.pendingImport === null && object.exportState === null && waiting.length === 0 ? null : (
          <Section title={messages.objectTabs.pending}>
            {object.pendingImport === null ? null : (
              <p>
                {messages.pendingImport}: <Tag>{object.pendingImport}</Tag>
              </p>
            )}
            {object.exportOperation === null ? null : (
              <p>
                {messages.pendingExport}: <Tag>{object.exportOperation}</Tag>
              </p>
            )}
            {waiting.length === 0 ? null : (
              <ChangeTable
                label={messages.pendingExport}
                changes={waiting.map(({ name, value, pending }) => ({
                  attribute: name,
                  before: value,
                  after: pending,
                }))}
              />
            )}
          </Section>
        )}
        <Section title={messages.objectTabs.lineage}>
          {object.link === null ? (
            <p className="text-muted">{messages.notConnected}</p>
          ) : (
            <p>
              {wordFor(messages.linkKinds, object.link.kind)} · {object.link.rule} ·{' '}
              <Link className="link" href={`/sync/metaverse/${object.link.mvId}`}>
                {messages.openMetaverse}
              </Link>
            </p>
          )}
        </Section>
        {object.references.length === 0 ? null : (
          <Section title={messages.objectTabs.references}>
            <Facts
              wide
              facts={object.references.map(({ name, count }) => ({
                label: <bdi dir="ltr">{name}</bdi>,
                value: messages.objectCount(count),
              }))}
            />
          </Section>
        )}
        <Section title={messages.objectTabs.attributes}>
          <PlainTable
            label={messages.objectTabs.attributes}
            rows={object.attributes}
            rowKey={({ name }) => name}
            columns={[
              {
                id: 'attribute',
                header: messages.attribute,
                cell: ({ name }) => (
                  <bdi dir="ltr" className="font-semibold">
                    {name}
                  </bdi>
                ),
              },
              {
                id: 'value',
                header: messages.value,
                cell: ({ value }) => <ValueView values={value} />,
              },
            ]}
          />
        </Section>
      </div>
    </>
  )
}

/** A stored error as the server keeps it; anything else shows nothing. */
function shownError(error: unknown): readonly { code: string; message: string }[] {
  if (typeof error !== 'object' || error === null) return []
  const code = 'code' in error && typeof error.code === 'string' ? error.code : ''
  const message = 'message' in error && typeof error.message === 'string' ? error.message : ''
  return [{ code, message }]
}

function Section({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section aria-label={title} className="flex flex-col gap-2">
      <h2 className="text-section font-semibold">{title}</h2>
      {children}
    </section>
  )
}
