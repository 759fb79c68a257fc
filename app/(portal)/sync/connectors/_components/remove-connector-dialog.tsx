'use client'

import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { toast } from 'sonner'
import { api } from '../../../../_boundary/client.ts'
import { failureOf } from '../../../../_shell/failure.ts'
import { Button } from '../../../../_ui/button.tsx'
import { Dialog } from '../../../../_ui/dialog.tsx'
import { Choice, TextField } from '../../../../_ui/field.tsx'
import { messages } from '../messages.ts'

type RemoveConnectorDialogProps = { id: string; name: string; onClose: () => void }

/** Removes a connector after its name was typed and its objects' fate was chosen. */
export function RemoveConnectorDialog({ id, name, onClose }: RemoveConnectorDialogProps) {
  const router = useRouter()
  const queryClient = useQueryClient()
  const [objects, setObjects] = useState<'keep' | 'remove'>('keep')
  const [typed, setTyped] = useState('')
  const [error, setError] = useState<string>()
  const remove = useMutation(
    api.connectors.delete.mutationOptions({
      onSuccess: () => {
        toast.success(messages.removed(name))
        void queryClient.invalidateQueries()
        router.push('/sync/connectors')
      },
      onError: (cause) => setError(failureOf(cause).message),
    }),
  )
  const confirm = () => {
    if (typed !== name) return setError(messages.typeNameError(name))
    remove.mutate({ id, objects })
  }
  return (
    <Dialog
      alert
      open
      onClose={onClose}
      title={messages.removeTitle(name)}
      actions={
        <>
          <Button onClick={onClose}>{messages.cancel}</Button>
          <Button variant="danger" busy={remove.isPending} onClick={confirm}>
            {messages.remove}
          </Button>
        </>
      }
    >
      <p>{messages.removeText}</p>
      <fieldset className="flex flex-col gap-2">
        <legend className="mb-1 font-semibold">{messages.objectsLegend}</legend>
        <Choice
          name="objects"
          value="keep"
          checked={objects === 'keep'}
          onChoose={() => setObjects('keep')}
          label={messages.keep}
          help={messages.keepHelp}
        />
        <Choice
          name="objects"
          value="remove"
          checked={objects === 'remove'}
          onChoose={() => setObjects('remove')}
          label={messages.removeObjects}
          help={messages.removeObjectsHelp}
        />
      </fieldset>
      <TextField
        label={messages.typeName(name)}
        value={typed}
        autoFocus
        autoComplete="off"
        spellCheck={false}
        error={error}
        onChange={(event) => setTyped(event.target.value)}
      />
    </Dialog>
  )
}
