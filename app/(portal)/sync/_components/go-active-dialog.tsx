'use client'

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { toast } from 'sonner'
import { api } from '../../../_boundary/client.ts'
import { failureOf } from '../../../_shell/failure.ts'
import { Loaded } from '../../../_shell/loaded.tsx'
import { Button } from '../../../_ui/button.tsx'
import { Dialog } from '../../../_ui/dialog.tsx'
import { messages } from '../exports/messages.ts'

/** Ends staging after confirmation, approves what was looked at, and starts the cycle that writes it. */
export function GoActiveDialog({ onClose }: { onClose: () => void }) {
  const queryClient = useQueryClient()
  // Read when asked, so that what is approved is what the dialog shows.
  const set = useQuery(api.sync.exports.list.queryOptions({ input: { top: 1 }, staleTime: 0 }))
  const goActive = useMutation({
    mutationFn: async () => {
      if (set.data?.guard.outcome === 'stop')
        await api.sync.exports.approve.call({ setHash: set.data.setHash })
      await api.sync.staging.set.call({ on: false })
      await api.sync.cycles.start.call({ policy: 'delta' })
    },
    onSuccess: () => {
      toast.success(messages.wentActive)
      onClose()
    },
    onError: (error) => toast.error(failureOf(error).message, { duration: Number.POSITIVE_INFINITY }),
    onSettled: () => queryClient.invalidateQueries({ queryKey: api.sync.key() }),
  })
  return (
    <Dialog
      alert
      open
      onClose={onClose}
      title={messages.goActiveTitle}
      actions={
        <>
          <Button autoFocus onClick={onClose}>
            {messages.cancel}
          </Button>
          <Button
            variant="primary"
            busy={goActive.isPending || set.data === undefined}
            onClick={() => goActive.mutate()}
          >
            {messages.goActiveConfirm}
          </Button>
        </>
      }
    >
      <Loaded query={set} lines={2}>
        {({ counts, guard }) => (
          <>
            <p>{messages.goActiveText(counts.adds, counts.updates, counts.deletes)}</p>
            {guard.outcome === 'stop' ? (
              <ul className="list-disc rounded-card bg-quarantined-tint py-2 ps-8 pe-4 text-quarantined">
                {guard.reasons.map((reason) => (
                  <li key={reason}>{reason}</li>
                ))}
              </ul>
            ) : null}
          </>
        )}
      </Loaded>
    </Dialog>
  )
}
