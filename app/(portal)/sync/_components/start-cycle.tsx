'use client'

import { ChevronDown, Play } from 'lucide-react'
import { Button as AriaButton } from 'react-aria-components'
import { useStartCycle } from '../../../_shell/use-start-cycle.ts'
import { Button, buttonClass } from '../../../_ui/button.tsx'
import { ActionMenu } from '../../../_ui/menu.tsx'

const texts = {
  syncNow: 'Sync now',
  more: 'More ways to sync',
  delta: 'Delta cycle',
  full: 'Full cycle (reads and evaluates everything)',
} as const

/** "Sync now": a delta cycle by one press, a full one from the menu beside it. */
export function StartCycle() {
  const { run, busy, disabledReason } = useStartCycle()
  return (
    <div className="inline-flex">
      <Button
        variant="primary"
        className="rounded-e-none"
        icon={<Play aria-hidden className="size-4" />}
        busy={busy}
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
