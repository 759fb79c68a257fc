'use client'

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useRouter } from 'next/navigation'
import { toast } from 'sonner'
import { api } from '../_boundary/client.ts'
import { failureOf } from './failure.ts'
import { useMissingPermission } from './permissions.ts'

type Policy = 'delta' | 'full'

const texts = {
  started: (policy: Policy) => (policy === 'full' ? 'Full cycle started' : 'Cycle started'),
  view: 'View',
  running: 'A cycle is running. Wait until it has finished.',
} as const

/** Starts a cycle and says so; `disabledReason` tells why none can be started now. */
export function useStartCycle() {
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
  const disabledReason = missing ?? (overview.data?.runningCycle ? texts.running : undefined)
  return {
    disabledReason,
    busy: start.isPending,
    run: (policy: Policy) => {
      if (disabledReason === undefined) start.mutate({ policy })
    },
  }
}
