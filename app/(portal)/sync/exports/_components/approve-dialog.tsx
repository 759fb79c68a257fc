'use client'

import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { toast } from 'sonner'
import { api } from '../../../../_boundary/client.ts'
import { failureOf } from '../../../../_shell/failure.ts'
import { Button } from '../../../../_ui/button.tsx'
import { Dialog } from '../../../../_ui/dialog.tsx'
import { TextField } from '../../../../_ui/field.tsx'
import { messages } from '../messages.ts'

type ApproveDialogProps = { count: number; setHash: string; onClose: () => void }

/** Asks for the number of deletes and disables to be typed, then approves exactly this set. */
export function ApproveDialog({ count, setHash, onClose }: ApproveDialogProps) {
  const queryClient = useQueryClient()
  const [typed, setTyped] = useState('')
  const [error, setError] = useState<string>()
  const approve = useMutation(
    api.sync.exports.approve.mutationOptions({
      onSuccess: () => {
        toast.success(messages.approved)
        void queryClient.invalidateQueries({ queryKey: api.sync.key() })
        onClose()
      },
      onError: (cause) => setError(failureOf(cause).message),
    }),
  )
  const confirm = () => {
    if (typed.trim() !== String(count)) return setError(messages.typeCountError(count))
    approve.mutate({ setHash })
  }
  return (
    <Dialog
      alert
      open
      onClose={onClose}
      title={messages.approveTitle}
      actions={
        <>
          <Button onClick={onClose}>{messages.cancel}</Button>
          <Button variant="danger" busy={approve.isPending} onClick={confirm}>
            {messages.approve(count)}
          </Button>
        </>
      }
    >
      <p>{messages.approveText(count)}</p>
      <TextField
        label={messages.typeCount(count)}
        value={typed}
        inputMode="numeric"
        autoFocus
        autoComplete="off"
        error={error}
        onChange={(event) => setTyped(event.target.value)}
      />
    </Dialog>
  )
}
