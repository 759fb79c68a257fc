'use client'

import { useMutation, useQueryClient } from '@tanstack/react-query'
import { toast } from 'sonner'
import { api } from '../../../../_boundary/client.ts'
import { failureOf } from '../../../../_shell/failure.ts'
import { useMissingPermission } from '../../../../_shell/permissions.ts'
import { Button } from '../../../../_ui/button.tsx'
import { messages } from '../messages.ts'

/** Lets a source that was only imported so far take part in synchronization. */
export function ApproveSource({ id, name }: { id: string; name: string }) {
  const queryClient = useQueryClient()
  const missing = useMissingPermission('connector.change')
  const activate = useMutation(
    api.connectors.activate.mutationOptions({
      onSuccess: () => {
        toast.success(messages.approved(name))
        void queryClient.invalidateQueries()
      },
      onError: (error) => toast.error(failureOf(error).message, { duration: Number.POSITIVE_INFINITY }),
    }),
  )
  return (
    <Button
      variant="primary"
      busy={activate.isPending}
      disabledReason={missing}
      onClick={() => activate.mutate({ id })}
    >
      {messages.approve}
    </Button>
  )
}
