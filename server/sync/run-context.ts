import type pg from 'pg'
import type { ConnectorSettings } from '../configuration/schema.ts'
import type { Lease } from './lease.ts'

/** A counter name of the reference's statistics vocabulary → how many objects. */
export type Statistics = Record<string, number>

/** What a step of a cycle works with. Committed together with the work it describes by `saveProgress`. */
export type StepContext = {
  readonly pool: pg.Pool
  readonly runId: string
  readonly cycleId: string
  readonly attempt: number
  /** When the run's first attempt began. */
  readonly startedAt: Date
  readonly settings: ConnectorSettings
  readonly lease: Lease
  readonly signal: AbortSignal
  /** True when the slice is used up: stop after the current batch and go on in the next job. */
  readonly sliceOver: () => boolean
}

/** How a step ended: done (with a status of the run history's vocabulary) or to be continued in the next slice. */
export type StepResult = { readonly done: true; readonly state: RunState } | { readonly done: false }

/** Run status vocabulary (connect-sync reference, section 16). */
export const RUN_STATES = [
  'queued',
  'in-progress',
  'success',
  'completed-discovery-errors',
  'completed-sync-errors',
  'completed-export-errors',
  'completed-warnings',
  'stopped-server-down',
  'stopped-bad-server-credentials',
  'stopped-deletion-threshold-exceeded',
  'stopped-error',
  'stopped-user-termination',
  'no-start-credentials',
  'no-start-connection',
  'no-start-partition',
  'no-start-staging',
  'no-start-no-full-import',
  'not-run',
] as const
export type RunState = (typeof RUN_STATES)[number]

/** Objects that one batch touched, by statistic: what a click on the number opens. */
export type Touched = Map<string, { readonly ids: string[]; readonly names: string[] }>

export function touch(touched: Touched, statistic: string, id: string, name: string): void {
  const entry = touched.get(statistic)
  if (!entry) touched.set(statistic, { ids: [id], names: [name] })
  else {
    entry.ids.push(id)
    entry.names.push(name)
  }
}
