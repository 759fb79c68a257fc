'use client'

import dynamic from 'next/dynamic'
import { useState } from 'react'
import { useMissingPermission } from '../../../../_shell/permissions.ts'
import { Button } from '../../../../_ui/button.tsx'
import { messages } from '../messages.ts'

const RemoveConnectorDialog = dynamic(() =>
  import('./remove-connector-dialog.tsx').then((module) => module.RemoveConnectorDialog),
)

/** The command that removes a connector; it asks first. */
export function RemoveConnector({ id, name }: { id: string; name: string }) {
  const missing = useMissingPermission('connector.change')
  const [asking, setAsking] = useState(false)
  return (
    <>
      <Button disabledReason={missing} onClick={() => setAsking(true)}>
        {messages.remove}
      </Button>
      {asking ? <RemoveConnectorDialog id={id} name={name} onClose={() => setAsking(false)} /> : null}
    </>
  )
}
