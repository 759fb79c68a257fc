import {
  CircleCheck,
  CircleHelp,
  CirclePause,
  Layers,
  type LucideIcon,
  OctagonX,
  RefreshCw,
  ShieldAlert,
  TriangleAlert,
} from 'lucide-react'
import type { ReactNode } from 'react'
import { classNames } from './class-names.ts'

export type Status =
  | 'healthy'
  | 'warning'
  | 'error'
  | 'running'
  | 'paused'
  | 'quarantined'
  | 'staging'
  | 'unknown'

const LOOK: Record<Status, { icon: LucideIcon; className: string }> = {
  healthy: { icon: CircleCheck, className: 'bg-healthy-tint text-healthy' },
  warning: { icon: TriangleAlert, className: 'bg-warning-tint text-warning' },
  error: { icon: OctagonX, className: 'bg-error-tint text-error' },
  running: { icon: RefreshCw, className: 'bg-running-tint text-running' },
  paused: { icon: CirclePause, className: 'bg-paused-tint text-paused' },
  quarantined: { icon: ShieldAlert, className: 'bg-quarantined-tint text-quarantined' },
  staging: { icon: Layers, className: 'bg-staging-tint text-staging' },
  unknown: { icon: CircleHelp, className: 'bg-unknown-tint text-unknown outline-dashed outline-1' },
}

/** A status as icon and word; colour never carries it alone. */
export function Pill({ status, children }: { status: Status; children: ReactNode }) {
  const { icon: Icon, className } = LOOK[status]
  return (
    <span
      className={classNames(
        'inline-flex w-fit items-center gap-1 rounded-full px-2 py-0.5 text-caption font-semibold whitespace-nowrap',
        className,
      )}
    >
      <Icon
        aria-hidden
        className={classNames('size-3.5', status === 'running' && 'animate-spin motion-reduce:animate-none')}
      />
      {children}
    </span>
  )
}

/** A word without a verdict: types, sources, roles. */
export function Tag({ children }: { children: ReactNode }) {
  return (
    <span className="inline-flex w-fit items-center rounded-control border border-divider bg-sunken px-1.5 py-0.5 text-caption whitespace-nowrap">
      {children}
    </span>
  )
}

/** Icon of a status, for banners and list rows. */
export function StatusIcon({ status, className }: { status: Status; className?: string }) {
  const { icon: Icon } = LOOK[status]
  return <Icon aria-hidden className={classNames('size-5 shrink-0', className)} />
}
