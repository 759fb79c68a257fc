import { Progress } from '../../../_ui/progress.tsx'
import { profileName } from './run-state.tsx'

type RunInProgress = {
  readonly profile: string
  readonly connectorName: string
  readonly progress: {
    readonly phase?: string | undefined
    readonly done?: number | undefined
    readonly total?: number | undefined
  }
}

/** Phase, bar and speed of one step. */
export function RunProgress({ run }: { run: RunInProgress }) {
  const { phase, done = 0, total } = run.progress
  return (
    <div className="flex flex-col gap-1">
      <Progress label={`${profileName(run.profile)}, ${run.connectorName}`} done={done} total={total} />
      {phase === undefined ? null : <p className="text-caption text-muted">{phase}</p>}
    </div>
  )
}
