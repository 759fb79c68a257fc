import Link from 'next/link'
import type { CycleItem, Overview } from '../../../_shell/api-types.ts'
import { Card } from '../../../_ui/card.tsx'
import { Facts } from '../../../_ui/facts.tsx'
import { Pill, type Status } from '../../../_ui/pill.tsx'
import { Duration, RelativeTime } from '../../../_ui/relative-time.tsx'
import { CycleRuns } from '../../sync/_components/cycle-runs.tsx'
import { messages } from '../messages.ts'

const STATES: Record<CycleItem['state'], { readonly status: Status; readonly word: string }> = {
  queued: { status: 'paused', word: 'Queued' },
  running: { status: 'running', word: 'Running' },
  succeeded: { status: 'healthy', word: 'Success' },
  warnings: { status: 'warning', word: 'Warnings' },
  failed: { status: 'error', word: 'Failed' },
  stopped: { status: 'error', word: 'Stopped' },
}

/** The cycle that runs, with live counters; else the last one. */
export function CycleCard({ overview }: { overview: Overview }) {
  const { runningCycle, lastCycle } = overview
  const cycle = runningCycle ?? lastCycle
  return (
    <Card
      title={runningCycle === null ? messages.lastCycle : messages.runningCycle}
      aside={cycle === null ? undefined : <CycleStatePill state={cycle.state} />}
      footer={
        <Link className="link" href="/sync/runs">
          {messages.allRuns}
        </Link>
      }
    >
      {cycle === null ? <p className="text-muted">{messages.noCycle}</p> : <CycleBody cycle={cycle} />}
    </Card>
  )
}

function CycleStatePill({ state }: { state: CycleItem['state'] }) {
  const { status, word } = STATES[state]
  return <Pill status={status}>{word}</Pill>
}

function CycleBody({ cycle }: { cycle: CycleItem }) {
  return (
    <div className="flex flex-col gap-3">
      <Facts
        facts={[
          { label: messages.started, value: <RelativeTime value={cycle.startedAt ?? cycle.createdAt} /> },
          { label: messages.duration, value: <Duration from={cycle.startedAt} to={cycle.finishedAt} /> },
          { label: messages.policy, value: messages.policies[cycle.policy] },
          { label: messages.startedBy, value: <bdi>{cycle.startedBy}</bdi> },
        ]}
      />
      <CycleRuns runs={cycle.runs} />
    </div>
  )
}
