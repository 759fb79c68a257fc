import Link from 'next/link'
import type { Overview } from '../../../_shell/api-types.ts'
import { Card } from '../../../_ui/card.tsx'
import { Figures } from '../../../_ui/figures.tsx'
import { Pill } from '../../../_ui/pill.tsx'
import { GoActive } from '../../sync/_components/go-active.tsx'
import { messages } from '../messages.ts'

/** What waits for export; in staging, the way to go live. */
export function PendingCard({ overview }: { overview: Overview }) {
  const { mode, pending, runningCycle } = overview
  const staging = mode === 'staging'
  const none = pending.adds + pending.updates + pending.deletes === 0
  return (
    <Card
      title={staging ? messages.staging : messages.pending}
      aside={staging ? <Pill status="staging">{messages.words.staging}</Pill> : undefined}
      footer={
        <>
          {staging && runningCycle === null && !none ? <GoActive /> : null}
          <Link className="link" href="/sync/exports">
            {messages.review}
          </Link>
        </>
      }
    >
      {none ? (
        <p className="text-muted">{messages.nothingPending}</p>
      ) : (
        <>
          {staging ? <p className="mb-2 text-muted">{messages.stagingText}</p> : null}
          <Figures
            figures={[
              { label: messages.adds, value: pending.adds },
              { label: messages.updates, value: pending.updates },
              { label: messages.deletes, value: pending.deletes },
            ]}
          />
        </>
      )}
    </Card>
  )
}
