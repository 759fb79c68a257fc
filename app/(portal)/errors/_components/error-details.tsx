import Link from 'next/link'
import type { SyncError } from '../../../_shell/api-types.ts'
import { Code } from '../../../_ui/dn.tsx'
import { Facts } from '../../../_ui/facts.tsx'
import { formatNumber } from '../../../_ui/format.ts'
import { RelativeTime } from '../../../_ui/relative-time.tsx'
import { hrefOf } from '../../directory/_components/object-href.ts'
import { messages } from '../messages.ts'

/** Both objects, the value they fight over, why it failed and what to do. */
export function ErrorDetails({ error }: { error: SyncError }) {
  return (
    <>
      <section>
        <h3 className="font-semibold">{messages.cause}</h3>
        <p className="break-words">{error.message}</p>
      </section>
      <div className="grid gap-3 sm:grid-cols-2">
        <div className="min-w-0 rounded-card border border-divider bg-surface p-3">
          <h3 className="text-caption text-muted">{messages.thisObject}</h3>
          <p className="font-semibold break-words">
            <bdi>{error.name}</bdi>
          </p>
          <Link className="link" href={`/sync/connectors/${error.connectorId}/objects/${error.csId}`}>
            {messages.openObject}
          </Link>
        </div>
        {error.otherObject === null ? null : (
          <div className="min-w-0 rounded-card border border-divider bg-surface p-3">
            <h3 className="text-caption text-muted">{messages.otherObject}</h3>
            <p className="font-semibold break-words">
              <bdi>{error.otherObject.name}</bdi>
            </p>
            {error.stage === 'export' && error.otherObject.objectType !== undefined ? (
              <Link
                className="link"
                href={hrefOf({ id: error.otherObject.id, objectType: error.otherObject.objectType })}
              >
                {messages.openOther}
              </Link>
            ) : null}
          </div>
        )}
      </div>
      {error.attribute === null ? null : (
        <p className="rounded-card bg-error-tint px-3 py-2 break-words text-error">
          <Code>{error.attribute}</Code>
          {error.value === null ? null : (
            <>
              {' = '}
              <bdi>{error.value}</bdi>
            </>
          )}
        </p>
      )}
      <Facts
        wide
        facts={[
          { label: messages.category, value: messages.categories[error.category] },
          { label: messages.code, value: <Code>{error.code}</Code> },
          { label: messages.connector, value: error.connectorName },
          { label: messages.stage, value: messages.stages[error.stage] },
          { label: messages.firstSeen, value: <RelativeTime value={error.firstSeen} /> },
          { label: messages.lastSeen, value: <RelativeTime value={error.lastSeen} /> },
          { label: messages.times, value: formatNumber(error.count) },
        ]}
      />
    </>
  )
}
