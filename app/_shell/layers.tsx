'use client'

import dynamic from 'next/dynamic'

/** What can lie over every page, one at a time. */
export type Layer = 'navigation' | 'palette' | 'shortcuts'

const NavigationDrawer = dynamic(() =>
  import('./navigation-drawer.tsx').then((module) => module.NavigationDrawer),
)
const CommandPalette = dynamic(() => import('./command-palette.tsx').then((module) => module.CommandPalette))
const ShortcutSheet = dynamic(() => import('./shortcut-sheet.tsx').then((module) => module.ShortcutSheet))

type LayersProps = {
  layer: Layer | undefined
  permissions: readonly string[]
  onOpen: (layer: Layer) => void
  onClose: () => void
}

/** The layer that is open; its code is loaded when it is opened first. */
export function Layers({ layer, permissions, onOpen, onClose }: LayersProps) {
  if (layer === 'navigation') return <NavigationDrawer permissions={permissions} onClose={onClose} />
  if (layer === 'shortcuts') return <ShortcutSheet onClose={onClose} />
  if (layer === 'palette') {
    return (
      <CommandPalette permissions={permissions} onClose={onClose} onShortcuts={() => onOpen('shortcuts')} />
    )
  }
  return null
}
