'use client'

import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { toast } from 'sonner'
import { api } from '../../../../_boundary/client.ts'
import type { ExportPage } from '../../../../_shell/api-types.ts'
import { failureOf } from '../../../../_shell/failure.ts'
import { useMissingPermission } from '../../../../_shell/permissions.ts'
import { Button } from '../../../../_ui/button.tsx'
import { Dialog } from '../../../../_ui/dialog.tsx'
import { TextField } from '../../../../_ui/field.tsx'
import { StatusIcon } from '../../../../_ui/pill.tsx'
import { messages } from '../messages.ts'

/** When the guard stopped the export: why, the deletes to review, and the approval of exactly this set. */
export function GuardNotice({ summary, onReview }: { summary: ExportPage; onReview: () => void }) {
  const [asking, setAsking] = useState(false)
  const missing = useMissingPermission('sync.export.approve')
  if (summary.guard.outcome !== 'stop') return null
  const guarded = summary.counts.deletes + summary.counts.disables
  return (
    <section
      aria-labelledby="guard"
      className="flex flex-col gap-2 rounded-card border border-quarantined bg-quarantined-tint p-4 text-quarantined"
    >
      <h2 id="guard" className="flex items-center gap-2 text-section font-semibold">
        <StatusIcon status="quarantined" />
        {messages.guardTitle}
      </h2>
      <ul className="list-disc ps-5">
        {summary.guard.reasons.map((reason) => (
          <li key={reason}>{reason}</li>
        ))}
      </ul>
      <p>{messages.guardHelp}</p>
      <div className="flex flex-wrap gap-2">
        <Button variant="primary" onClick={onReview}>
          {messages.review(summary.counts.deletes)}
        </Button>
        <Button disabledReason={missing} onClick={() => setAsking(true)}>
          {messages.approve(guarded)}
        </Button>
      </div>
      <ApproveDialog
        open={asking}
        count={guarded}
        setHash={summary.setHash}
        onClose={() => setAsking(false)}
      />
    </section>
  )
}

type ApproveDialogProps = { open: boolean; count: number; setHash: string; onClose: () => void }

function ApproveDialog({ open, count, setHash, onClose }: ApproveDialogProps) {
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
      open={open}
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
