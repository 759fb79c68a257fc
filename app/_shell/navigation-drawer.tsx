'use client'

import { X } from 'lucide-react'
import { Dialog, Modal, ModalOverlay } from 'react-aria-components'
import { IconButton } from '../_ui/button.tsx'
import { ProductMark } from './product-mark.tsx'
import { Rail } from './rail.tsx'

type NavigationDrawerProps = { permissions: readonly string[]; onClose: () => void }

/** The rail over the page, on narrow screens. */
export function NavigationDrawer({ permissions, onClose }: NavigationDrawerProps) {
  return (
    <ModalOverlay
      isOpen
      onOpenChange={(next) => (next ? undefined : onClose())}
      isDismissable
      className="fixed inset-0 z-50 bg-scrim md:hidden"
    >
      <Modal className="h-full w-72 max-w-[85vw] overflow-y-auto bg-surface shadow-overlay">
        <Dialog aria-label="Navigation" className="outline-none">
          <div className="flex items-center justify-between border-b border-divider px-2 py-1">
            <span className="flex items-center gap-2 ps-2 font-semibold">
              <ProductMark />
              Lockstep
            </span>
            <IconButton label="Close navigation" onClick={onClose}>
              <X aria-hidden className="size-5" />
            </IconButton>
          </div>
          <Rail permissions={permissions} collapsed={false} onFollow={onClose} />
        </Dialog>
      </Modal>
    </ModalOverlay>
  )
}
