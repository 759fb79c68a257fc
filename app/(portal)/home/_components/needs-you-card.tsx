import { CircleCheck } from 'lucide-react'
import Link from 'next/link'
import type { Overview } from '../../../_shell/api-types.ts'
import { Card } from '../../../_ui/card.tsx'
import { type Status, StatusIcon } from '../../../_ui/pill.tsx'
import { messages } from '../messages.ts'

type Need = { readonly status: Status; readonly label: string; readonly href: string }

/** What waits for a person's decision. */
export function NeedsYouCard({ overview }: { overview: Overview }) {
  const needs = needsOf(overview)
  return (
    <Card title={messages.needsYou}>
      {needs.length === 0 ? (
        <p className="flex items-center gap-2 text-muted">
          <CircleCheck aria-hidden className="size-5 shrink-0" />
          {messages.nothingNeeded}
        </p>
      ) : (
        <ul className="flex flex-col gap-2">
          {needs.map((need) => (
            <li key={need.label} className="flex items-center gap-2">
              <StatusIcon status={need.status} />
              <Link className="link" href={need.href}>
                {need.label}
              </Link>
            </li>
          ))}
        </ul>
      )}
    </Card>
  )
}

function needsOf({ mode, pending, errors, connectors }: Overview): readonly Need[] {
  const waiting = pending.adds + pending.updates + pending.deletes
  const staged = connectors.filter(({ stage }) => stage === 'staged')
  return [
    ...(pending.blocked
      ? [
          {
            status: 'quarantined' as const,
            label: messages.reviewDeletes(pending.deletes + pending.disables),
            href: '/sync/exports?operation=delete',
          },
        ]
      : []),
    ...(mode === 'staging' && waiting > 0
      ? [{ status: 'staging' as const, label: messages.approveExports(waiting), href: '/sync/exports' }]
      : []),
    ...staged.map(({ id, name }) => ({
      status: 'staging' as const,
      label: messages.stagedSource(name),
      href: `/sync/connectors/${id}`,
    })),
    ...(errors > 0
      ? [{ status: 'warning' as const, label: messages.reviewErrors(errors), href: '/errors' }]
      : []),
  ]
}
