'use client'

import { useQuery } from '@tanstack/react-query'
import { api } from '../../../_boundary/client.ts'
import { Loaded } from '../../../_shell/loaded.tsx'
import { PageHeader } from '../../../_shell/page-header.tsx'
import { ButtonLink } from '../../../_ui/button.tsx'
import { CardGrid } from '../../../_ui/card.tsx'
import { Pill } from '../../../_ui/pill.tsx'
import { StartCycle } from '../../sync/_components/start-cycle.tsx'
import { messages } from '../messages.ts'
import { ConnectorsCard } from './connectors-card.tsx'
import { CycleCard } from './cycle-card.tsx'
import { NeedsYouCard } from './needs-you-card.tsx'
import { ObjectsCard } from './objects-card.tsx'
import { overallStatus } from './overall-status.ts'
import { PendingCard } from './pending-card.tsx'
import { RecentChangesCard } from './recent-changes-card.tsx'

/** Is identity flowing? Live: every second while a cycle runs. */
export function HomeView() {
  const query = useQuery({
    ...api.sync.overview.queryOptions({ input: {} }),
    refetchInterval: (current) => (current.state.data?.runningCycle ? 1000 : 10_000),
  })
  return (
    <Loaded query={query} lines={10} title={messages.title}>
      {(overview) => {
        const { status, sentence } = overallStatus(overview)
        const sources = overview.connectors.filter(({ role }) => role === 'source')
        const onlySample = sources.every(({ sample }) => sample)
        return (
          <>
            <PageHeader
              title={messages.title}
              status={<Pill status={status}>{messages.words[status]}</Pill>}
              note={<span role="status">{sentence}</span>}
              commands={sources.length === 0 ? undefined : <StartCycle />}
            />
            <div className="flex flex-col gap-4 md:gap-6">
              {onlySample ? <Hero sample={sources.length > 0} /> : null}
              {sources.length === 0 ? null : (
                <>
                  <CycleCard overview={overview} />
                  <CardGrid>
                    <NeedsYouCard overview={overview} />
                    <PendingCard overview={overview} />
                    <ObjectsCard />
                    <ConnectorsCard overview={overview} />
                  </CardGrid>
                </>
              )}
              <RecentChangesCard />
            </div>
          </>
        )
      }}
    </Loaded>
  )
}

function Hero({ sample }: { sample: boolean }) {
  return (
    <section
      aria-labelledby="hero"
      className="flex flex-wrap items-center justify-between gap-4 rounded-card border border-divider bg-selected px-6 py-5"
    >
      <div className="max-w-2xl min-w-0">
        <h2 id="hero" className="text-title font-semibold">
          {messages.heroTitle}
        </h2>
        <p className="mt-1">{messages.heroText}</p>
        {sample ? <p className="mt-1 text-muted">{messages.heroSample}</p> : null}
      </div>
      <ButtonLink variant="primary" href="/start/forest/choose">
        {messages.connect}
      </ButtonLink>
    </section>
  )
}
