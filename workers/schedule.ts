import type { PgBoss } from 'pg-boss'
import type { JobName } from '../server/jobs.ts'

/** What runs by the clock (cron in UTC), with an empty payload. One worker at a time takes each beat of the clock. */
const SCHEDULE: readonly { readonly job: JobName; readonly cron: string }[] = [
  { job: 'sync.prune-history', cron: '17 3 * * *' },
  { job: 'events.prune', cron: '*/20 * * * *' },
  { job: 'system.prune-workers', cron: '*/15 * * * *' },
]

/** Makes the database's schedule equal to `SCHEDULE`, dropping what earlier versions planned. */
export async function applySchedule(boss: PgBoss): Promise<void> {
  for (const { job, cron } of SCHEDULE) await boss.schedule(job, cron, {}, { tz: 'UTC' })
  const wanted = new Set<string>(SCHEDULE.map(({ job }) => job))
  for (const { name } of await boss.getSchedules()) {
    if (!wanted.has(name)) await boss.unschedule(name)
  }
}
