'use client'

import type { ReactNode } from 'react'
import { Dialog as AriaDialog, Heading, Modal, ModalOverlay } from 'react-aria-components'
import { useReturnFocus } from './return-focus.ts'

type DialogProps = {
  open: boolean
  onClose: () => void
  title: string
  children: ReactNode
  /** Buttons, the safe one first: it receives focus. */
  actions: ReactNode
  /** For confirmations of destructive or far-reaching commands. */
  alert?: boolean
}

/** A modal for a confirmation or at most a few fields. Keeps and returns focus; Escape closes it. */
export function Dialog({ open, onClose, title, children, actions, alert = false }: DialogProps) {
  useReturnFocus()
  return (
    <ModalOverlay
      isOpen={open}
      onOpenChange={(next) => (next ? undefined : onClose())}
      isDismissable={!alert}
      className="fixed inset-0 z-50 flex items-start justify-center overflow-y-auto bg-scrim p-4 pt-[10vh]"
    >
      <Modal className="w-full max-w-lg rounded-card border border-divider bg-raised shadow-overlay">
        <AriaDialog role={alert ? 'alertdialog' : 'dialog'} className="flex flex-col gap-4 p-6 outline-none">
          <Heading slot="title" className="text-title font-semibold">
            {title}
          </Heading>
          <div className="flex flex-col gap-3">{children}</div>
          <div className="flex flex-wrap justify-end gap-2">{actions}</div>
        </AriaDialog>
      </Modal>
    </ModalOverlay>
  )
}
