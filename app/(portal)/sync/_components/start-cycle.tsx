'use client'

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { ChevronDown, Play } from 'lucide-react'
import { useRouter } from 'next/navigation'
import { Button as AriaButton } from 'react-aria-components'
import { toast } from 'sonner'
import { api } from '../../../_boundary/client.ts'
import { failureOf } from '../../../_shell/failure.ts'
import { useMissingPermission } from '../../../_shell/permissions.ts'
import { Button, buttonClass } from '../../../_ui/button.tsx'
import { ActionMenu } from '../../../_ui/menu.tsx'

const texts = {
  syncNow: 'Sync now',
  started: (policy: 'delta' | 'full') => (policy === 'full' ? 'Full cycle started' : 'Cycle started'),
  view: 'View',
  running: 'A cycle is running. Wait until it has finished.',
  more: 'More ways to sync',
  delta: 'Delta cycle',
  full: 'Full cycle (reads and evaluates everything)',
} as const

/** "Sync now": a delta cycle by one press, a full one from the menu beside it. */
export function StartCycle() {
  const router = useRouter()
  const queryClient = useQueryClient()
  const missing = useMissingPermission('sync.cycle.start')
  const overview = useQuery(api.sync.overview.queryOptions({ input: {} }))
  const start = useMutation(
    api.sync.cycles.start.mutationOptions({
      onSuccess: (_, { policy }) => {
        toast(texts.started(policy), { action: { label: texts.view, onClick: () => router.push('/home') } })
        void queryClient.invalidateQueries({ queryKey: api.sync.key() })
      },
      onError: (error) => toast.error(failureOf(error).message, { duration: Number.POSITIVE_INFINITY }),
    }),
  )
  const running = overview.data?.runningCycle ? texts.running : undefined
  const disabledReason = missing ?? running
  const run = (policy: 'delta' | 'full') => {
    if (disabledReason === undefined) start.mutate({ policy })
  }
  return (
    <div className="inline-flex">
      <Button
        variant="primary"
        className="rounded-e-none"
        icon={<Play aria-hidden className="size-4" />}
        busy={start.isPending}
        disabledReason={disabledReason}
        onClick={() => run('delta')}
      >
        {texts.syncNow}
      </Button>
      {disabledReason === undefined ? (
        <ActionMenu
          label={texts.more}
          trigger={
            <AriaButton
              aria-label={texts.more}
              className={buttonClass('primary', 'rounded-s-none border-s-on-accent px-2')}
            >
              <ChevronDown aria-hidden className="size-4" />
            </AriaButton>
          }
          actions={[
            { id: 'delta', textValue: texts.delta, label: texts.delta, onAction: () => run('delta') },
            { id: 'full', textValue: texts.full, label: texts.full, onAction: () => run('full') },
          ]}
        />
      ) : null}
    </div>
  )
}
