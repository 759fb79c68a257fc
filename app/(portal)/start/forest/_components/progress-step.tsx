'use client'

import { useQuery } from '@tanstack/react-query'
import Link from 'next/link'
import { api } from '../../../../_boundary/client.ts'
import { Loaded } from '../../../../_shell/loaded.tsx'
import { ButtonLink } from '../../../../_ui/button.tsx'
import { CycleRuns } from '../../../sync/_components/cycle-runs.tsx'
import { messages } from '../messages.ts'

/** The first cycle, live; then where to look at its result. */
export function ProgressStep() {
  const query = useQuery({ ...api.sync.overview.queryOptions({ input: {} }), refetchInterval: 1000 })
  return (
    <Loaded query={query}>
      {({ runningCycle, lastCycle, mode }) => {
        const cycle = runningCycle ?? lastCycle
        return (
          <div className="flex max-w-3xl flex-col gap-4">
            <p role="status" className="text-muted">
              {runningCycle === null
                ? lastCycle === null
                  ? messages.waiting
                  : messages.finished
                : messages.progressIntro}
            </p>
            {cycle === null ? null : <CycleRuns runs={cycle.runs} />}
            <div className="flex flex-wrap gap-2">
              {mode === 'staging' ? (
                <ButtonLink variant={runningCycle === null ? 'primary' : 'secondary'} href="/sync/exports">
                  {messages.reviewExports}
                </ButtonLink>
              ) : null}
              <Link className="link self-center" href="/home">
                {messages.home}
              </Link>
            </div>
          </div>
        )
      }}
    </Loaded>
  )
}
