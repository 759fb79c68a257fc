'use client'

import { useQuery } from '@tanstack/react-query'
import Link from 'next/link'
import { parseAsString, useQueryState } from 'nuqs'
import { api } from '../../../../_boundary/client.ts'
import { useStaging } from '../../../../_shell/banners.tsx'
import { Loaded } from '../../../../_shell/loaded.tsx'
import { ButtonLink } from '../../../../_ui/button.tsx'
import { CycleRuns } from '../../../sync/_components/cycle-runs.tsx'
import { messages } from '../messages.ts'

/** The first cycle, live; then where to look at its result. */
export function ProgressStep() {
  const [id] = useQueryState('cycle', parseAsString.withDefault(''))
  const staging = useStaging()
  const query = useQuery({
    ...api.sync.cycles.get.queryOptions({ input: { id } }),
    refetchInterval: (current) => (current.state.data?.finishedAt ? false : 1000),
  })
  return (
    <Loaded query={query}>
      {(cycle) => {
        const finished = cycle.finishedAt !== null
        return (
          <div className="flex max-w-3xl flex-col gap-4">
            <p role="status" className="text-muted">
              {finished
                ? messages.finished
                : cycle.startedAt === null
                  ? messages.waiting
                  : messages.progressIntro}
            </p>
            <CycleRuns runs={cycle.runs} />
            <div className="flex flex-wrap gap-2">
              {staging ? (
                <ButtonLink variant={finished ? 'primary' : 'secondary'} href="/sync/exports">
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
