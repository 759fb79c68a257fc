'use client'

import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { toast } from 'sonner'
import { api } from '../../../_boundary/client.ts'
import { failureOf } from '../../../_shell/failure.ts'
import { useMissingPermission } from '../../../_shell/permissions.ts'
import { Button } from '../../../_ui/button.tsx'
import { Dialog } from '../../../_ui/dialog.tsx'
import { messages } from '../exports/messages.ts'

type GoActiveProps = {
  counts: { readonly adds: number; readonly updates: number; readonly deletes: number }
  /** The set that was looked at; approval covers exactly it. */
  setHash: string
}

/** Ends staging after confirmation, approves what was looked at, and starts the cycle that writes it. */
export function GoActive({ counts, setHash }: GoActiveProps) {
  const queryClient = useQueryClient()
  const [asking, setAsking] = useState(false)
  const missing = useMissingPermission('sync.staging.change')
  const goActive = useMutation({
    mutationFn: async () => {
      await api.sync.exports.approve.call({ setHash })
      await api.sync.staging.set.call({ on: false })
      await api.sync.cycles.start.call({ policy: 'delta' })
    },
    onSuccess: () => {
      toast.success(messages.wentActive)
      setAsking(false)
    },
    onError: (error) => toast.error(failureOf(error).message, { duration: Number.POSITIVE_INFINITY }),
    onSettled: () => queryClient.invalidateQueries({ queryKey: api.sync.key() }),
  })
  return (
    <>
      <Button variant="primary" disabledReason={missing} onClick={() => setAsking(true)}>
        {messages.goActive}
      </Button>
      <Dialog
        alert
        open={asking}
        onClose={() => setAsking(false)}
        title={messages.goActiveTitle}
        actions={
          <>
            <Button autoFocus onClick={() => setAsking(false)}>
              {messages.cancel}
            </Button>
            <Button variant="primary" busy={goActive.isPending} onClick={() => goActive.mutate()}>
              {messages.goActiveConfirm}
            </Button>
          </>
        }
      >
        <p>{messages.goActiveText(counts.adds, counts.updates, counts.deletes)}</p>
      </Dialog>
    </>
  )
}
