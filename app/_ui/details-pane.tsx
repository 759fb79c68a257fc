'use client'

import { X } from 'lucide-react'
import { type ReactNode, useEffect, useId, useRef } from 'react'
import { IconButton } from './button.tsx'

type DetailsPaneProps = { title: ReactNode; onClose: () => void; children: ReactNode }

/** Details of one row beside its list; over it on narrow screens. Not modal: the list stays usable. */
export function DetailsPane({ title, onClose, children }: DetailsPaneProps) {
  const headingId = useId()
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => {
    const opener = document.activeElement
    heading.current?.focus()
    return () => {
      if (opener instanceof HTMLElement && opener.isConnected) opener.focus()
    }
  }, [])
  return (
    <aside
      aria-labelledby={headingId}
      onKeyDown={(event) => {
        if (event.key === 'Escape') onClose()
      }}
      className="fixed inset-y-0 end-0 z-40 flex w-full max-w-[30rem] flex-col overflow-y-auto border-s border-divider bg-raised shadow-overlay xl:sticky xl:top-16 xl:z-10 xl:max-h-[calc(100dvh-5rem)] xl:w-[30rem] xl:shrink-0 xl:self-start xl:rounded-card xl:border xl:shadow-none"
    >
      <div className="sticky top-0 flex items-center justify-between gap-2 border-b border-divider bg-raised px-4 py-2">
        <h2
          ref={heading}
          tabIndex={-1}
          id={headingId}
          className="min-w-0 text-section font-semibold break-words outline-none"
        >
          {title}
        </h2>
        <IconButton label="Close details" onClick={onClose}>
          <X aria-hidden className="size-4" />
        </IconButton>
      </div>
      <div className="flex flex-col gap-4 p-4">{children}</div>
    </aside>
  )
}

/** A list and, when one is open, the details of one of its rows. */
export function WithPane({ children, pane }: { children: ReactNode; pane: ReactNode }) {
  return (
    <div className="flex min-w-0 items-start gap-6">
      <div className="min-w-0 flex-1">{children}</div>
      {pane}
    </div>
  )
}
