'use client'

import type { ReactNode } from 'react'
import { Menu as AriaMenu, MenuItem as AriaMenuItem, MenuTrigger, Popover } from 'react-aria-components'

export type MenuAction = {
  readonly id: string
  readonly label: ReactNode
  readonly textValue: string
  readonly onAction: () => void
}

/** A menu behind a button. `trigger` is a react-aria Button. */
export function ActionMenu({
  trigger,
  label,
  header,
  actions,
}: {
  trigger: ReactNode
  label: string
  header?: ReactNode
  actions: readonly MenuAction[]
}) {
  return (
    <MenuTrigger>
      {trigger}
      <Popover
        placement="bottom end"
        className="min-w-56 rounded-card border border-divider bg-raised py-1 shadow-overlay"
      >
        {header}
        <AriaMenu aria-label={label} className="outline-none">
          {actions.map((action) => (
            <AriaMenuItem
              key={action.id}
              id={action.id}
              textValue={action.textValue}
              onAction={action.onAction}
              className="flex min-h-9 cursor-pointer items-center gap-2 px-3 py-1.5 outline-none data-focused:bg-selected pointer-coarse:min-h-11"
            >
              {action.label}
            </AriaMenuItem>
          ))}
        </AriaMenu>
      </Popover>
    </MenuTrigger>
  )
}
