import { formatNumber } from '../../../_ui/format.ts'
import { Progress } from '../../../_ui/progress.tsx'
import { profileName } from './run-state.tsx'

type RunInProgress = {
  readonly profile: string
  readonly connectorName: string
  readonly progress: {
    readonly phase?: string | undefined
    readonly done?: number | undefined
    readonly total?: number | null | undefined
    readonly rate?: number | null | undefined
  }
}

/** Phase, bar and speed of one step. */
export function RunProgress({ run }: { run: RunInProgress }) {
  const { phase, done = 0, total, rate } = run.progress
  return (
    <div className="flex flex-col gap-1">
      <Progress label={`${profileName(run.profile)}, ${run.connectorName}`} done={done} total={total ?? undefined} />
      <p className="text-caption text-muted">
        {phase}
        {rate === null || rate === undefined ? null : ` · ${formatNumber(Math.round(rate))} objects/s`}
      </p>
    </div>
  )
}
