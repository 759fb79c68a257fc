import { readFile } from 'node:fs/promises'
import { closePool, pool } from '../../db/client.ts'
import { openConnector } from '../../server/connections/open-connector.ts'
import { newId } from '../../server/ids.ts'
import { stopEnqueuing } from '../../server/jobs.ts'
import { leaseHolder } from '../../server/sync/resume-cycles.ts'
import { runCycle } from '../../server/sync/run-cycle.ts'

const SLICE_MS = 30_000

// A worker's process without its queue: works on one cycle, slice by slice, and reports its peak memory.
process.on('disconnect', () => process.exit(1))
const [cycleId = ''] = process.argv.slice(2)
const signal = new AbortController().signal
while (!(await isFinished())) {
  await runCycle(pool(), cycleId, {
    open: openConnector,
    holder: leaseHolder(newId()),
    signal,
    sliceMs: SLICE_MS,
  })
}
await stopEnqueuing()
await closePool()
process.send?.({ peakMegabytes: await peakMegabytes() }, () => process.disconnect())

async function isFinished(): Promise<boolean> {
  const { rowCount } = await pool().query('select from cycle where id = $1 and finished_at is not null', [
    cycleId,
  ])
  return rowCount === 1
}

/** VmHWM: the most memory that this process ever had resident. */
async function peakMegabytes(): Promise<number> {
  const status = await readFile('/proc/self/status', 'utf8')
  return Math.round(Number(/^VmHWM:\s+(\d+) kB$/m.exec(status)?.[1]) / 1024)
}
