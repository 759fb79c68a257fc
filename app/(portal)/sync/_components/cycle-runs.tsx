import Link from 'next/link'
import type { RunItem } from '../../../_shell/api-types.ts'
import { formatNumber } from '../../../_ui/format.ts'
import { Duration } from '../../../_ui/relative-time.tsx'
import { RunProgress } from './run-progress.tsx'
import { isUnderWay, profileName, RunStatePill } from './run-state.tsx'
import { changeCounts } from './statistics.ts'

const texts = {
  counts: (adds: number, updates: number, deletes: number) =>
    `${formatNumber(adds)} added · ${formatNumber(updates)} updated · ${formatNumber(deletes)} deleted`,
  errors: (count: number) => `${formatNumber(count)} ${count === 1 ? 'error' : 'errors'}`,
} as const

/** The steps of one cycle, in order: a bar for the one under way, the counts of the others. */
export function CycleRuns({ runs }: { runs: readonly RunItem[] }) {
  return (
    <ol className="divide-y divide-divider rounded-card border border-divider bg-canvas">
      {runs.map((run) => (
        <li key={run.id} className="flex flex-col gap-1 px-3 py-2">
          <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
            <Link className="row-link flex-1 basis-48" href={`/sync/runs/${run.id}`}>
              {profileName(run.profile)}, {run.connectorName}
            </Link>
            {run.startedAt === null ? null : (
              <span className="text-caption text-muted">
                <Duration from={run.startedAt} to={run.finishedAt} />
              </span>
            )}
            <RunStatePill state={run.state} />
          </div>
          {run.state === 'in-progress' ? <RunProgress run={run} /> : null}
          {isUnderWay(run.state) && run.startedAt === null ? null : <RunCounts run={run} />}
        </li>
      ))}
    </ol>
  )
}

function RunCounts({ run }: { run: RunItem }) {
  const { adds, updates, deletes } = changeCounts(run.statistics)
  const errors = run.statistics.errors ?? 0
  if (adds + updates + deletes + errors === 0) return null
  return (
    <p className="text-caption text-muted">
      {texts.counts(adds, updates, deletes)}
      {errors === 0 ? null : (
        <>
          {' · '}
          <Link className="link" href={`/sync/runs/${run.id}#errors`}>
            {texts.errors(errors)}
          </Link>
        </>
      )}
    </p>
  )
}
