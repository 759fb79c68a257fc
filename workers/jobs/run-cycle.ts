import { pool } from '../../db/client.ts'
import { openConnector } from '../../server/connections/open-connector.ts'
import { newId } from '../../server/ids.ts'
import type { JobPayload } from '../../server/jobs.ts'
import { leaseHolder } from '../../server/sync/resume-cycles.ts'
import { runCycle } from '../../server/sync/run-cycle.ts'
import type { JobContext } from './index.ts'

const SLICE_MS = 30_000

export async function runCycleJob(
  { cycleId }: JobPayload<'sync.cycle'>,
  { signal }: JobContext,
): Promise<void> {
  await runCycle(pool(), cycleId, {
    open: openConnector,
    holder: leaseHolder(newId()),
    signal,
    sliceMs: SLICE_MS,
  })
}
