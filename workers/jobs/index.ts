import type { JobName, JobPayload } from '../../server/jobs.ts'
import { pruneEventsJob } from './prune-events.ts'
import { pruneHistoryJob } from './prune-history.ts'
import { pruneWorkersJob } from './prune-workers.ts'
import { runCycleJob } from './run-cycle.ts'

export type JobContext = {
  /** Aborted when the worker stops or the job was given to another worker: end the slice, leave the rest for a retry. */
  readonly signal: AbortSignal
}

export type JobHandler<Name extends JobName> = (
  payload: JobPayload<Name>,
  context: JobContext,
) => Promise<void>

/** Which code does which job. One file per job: it makes one server call. */
export const HANDLERS: { readonly [Name in JobName]: JobHandler<Name> } = {
  'sync.cycle': runCycleJob,
  'sync.prune-history': pruneHistoryJob,
  'events.prune': pruneEventsJob,
  'system.prune-workers': pruneWorkersJob,
}
