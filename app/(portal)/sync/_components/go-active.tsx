'use client'

import dynamic from 'next/dynamic'
import { useState } from 'react'
import { useMissingPermission } from '../../../_shell/permissions.ts'
import { Button } from '../../../_ui/button.tsx'
import { messages } from '../exports/messages.ts'

const GoActiveDialog = dynamic(() => import('./go-active-dialog.tsx').then((module) => module.GoActiveDialog))

/** The command that ends staging; it asks first. */
export function GoActive() {
  const [asking, setAsking] = useState(false)
  const missing = useMissingPermission('sync.staging.change')
  return (
    <>
      <Button variant="primary" disabledReason={missing} onClick={() => setAsking(true)}>
        {messages.goActive}
      </Button>
      {asking ? <GoActiveDialog onClose={() => setAsking(false)} /> : null}
    </>
  )
}
