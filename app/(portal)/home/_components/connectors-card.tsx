import Link from 'next/link'
import type { Overview } from '../../../_shell/api-types.ts'
import { Card } from '../../../_ui/card.tsx'
import { formatCount } from '../../../_ui/format.ts'
import { Tag } from '../../../_ui/pill.tsx'
import { messages as connectorMessages } from '../../sync/connectors/messages.ts'
import { messages } from '../messages.ts'

/** Connected directories with what they hold. */
export function ConnectorsCard({ overview }: { overview: Overview }) {
  return (
    <Card
      title={messages.connectors}
      footer={
        <Link className="link" href="/start/forest/choose">
          {messages.connect}
        </Link>
      }
    >
      <ul className="flex flex-col gap-2">
        {overview.connectors.map((connector) => (
          <li key={connector.id} className="flex flex-wrap items-center gap-2">
            <Link className="link" href={`/sync/connectors/${connector.id}`}>
              {connector.name}
            </Link>
            {connector.sample ? <Tag>{connectorMessages.sample}</Tag> : null}
            {connector.role === 'target' ? <Tag>{connectorMessages.target}</Tag> : null}
            <span className="ms-auto text-muted">{formatCount(connector.objects, 'object', 'objects')}</span>
          </li>
        ))}
      </ul>
    </Card>
  )
}
