'use client'

import { CircleSlash, Lock, OctagonX, SearchX } from 'lucide-react'
import type { ReactNode } from 'react'
import { Button, ButtonLink } from './button.tsx'
import { CopyButton } from './copy-button.tsx'
import { Code } from './dn.tsx'

type StateProps = { title: string; children?: ReactNode; action?: ReactNode; icon: ReactNode; live?: boolean }

function State({ title, children, action, icon, live }: StateProps) {
  return (
    <div
      role={live ? 'alert' : undefined}
      className="flex flex-col items-center gap-2 rounded-card border border-dashed border-divider px-6 py-10 text-center"
    >
      <span aria-hidden className="text-muted [&>svg]:size-8">
        {icon}
      </span>
      <p className="text-section font-semibold">{title}</p>
      {children === undefined ? null : <div className="max-w-prose text-muted">{children}</div>}
      {action === undefined ? null : <div className="mt-2 flex flex-wrap justify-center gap-2">{action}</div>}
    </div>
  )
}

/** Nothing here yet, or nothing that matches. */
export function EmptyState({
  title,
  children,
  action,
}: {
  title: string
  children?: ReactNode
  action?: ReactNode
}) {
  return (
    <State title={title} action={action} icon={<CircleSlash />}>
      {children}
    </State>
  )
}

export type Failure = {
  readonly status: number
  readonly code: string
  readonly message: string
  readonly correlationId: string | undefined
  readonly permission: string | undefined
  readonly roles: readonly string[]
}

/** Why something could not be shown: forbidden, not found, or failed with cause, correlation id and retry. */
export function FailureState({ failure, retry }: { failure: Failure; retry?: () => void }) {
  if (failure.status === 403) return <ForbiddenState permission={failure.permission} roles={failure.roles} />
  if (failure.status === 404) return <NotFoundState />
  return (
    <State
      live
      title="This could not be loaded"
      icon={<OctagonX />}
      action={retry === undefined ? undefined : <Button onClick={retry}>Retry</Button>}
    >
      <p>{failure.message}</p>
      <p className="mt-2 flex flex-wrap items-center justify-center gap-1 text-caption">
        <Code>{failure.code}</Code>
        {failure.correlationId === undefined ? null : (
          <>
            <span>· correlation id</span>
            <Code>{failure.correlationId}</Code>
            <CopyButton text={failure.correlationId} label="Copy correlation id" />
          </>
        )}
      </p>
    </State>
  )
}

export function ForbiddenState({
  permission,
  roles,
}: {
  permission: string | undefined
  roles: readonly string[]
}) {
  return (
    <State title="You are not allowed to see this" icon={<Lock />}>
      {permission === undefined ? null : (
        <p>
          It needs the permission <Code>{permission}</Code>.
        </p>
      )}
      {roles.length === 0 ? null : <p>Roles that have it: {roles.join(', ')}.</p>}
      <p>Ask a Global Administrator to assign you one of them.</p>
    </State>
  )
}

export function NotFoundState() {
  return (
    <State
      title="Nothing was found at this address"
      icon={<SearchX />}
      action={<ButtonLink href="/home">Go to Home</ButtonLink>}
    >
      It may have been deleted, or it is outside what you may see. Try the search at the top of the page.
    </State>
  )
}

/** Grey lines in the shape of what is coming; invisible for the first 150 ms. */
export function Skeleton({ lines = 6, label = 'Loading' }: { lines?: number; label?: string }) {
  return (
    <div role="status" aria-busy="true" className="delayed flex flex-col gap-3 py-2">
      <span className="sr-only">{label}</span>
      {Array.from({ length: lines }, (_, line) => (
        <div
          // biome-ignore lint/suspicious/noArrayIndexKey: the lines are all alike and never move
          key={line}
          className="h-5 animate-pulse rounded-control bg-sunken motion-reduce:animate-none"
          style={{ width: `${92 - ((line * 17) % 40)}%` }}
        />
      ))}
    </div>
  )
}
