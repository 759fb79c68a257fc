'use client'

import { useEffect, useState } from 'react'

/**
 * Gives the focus back to what had it before this component appeared, when nothing else took it. A dialog whose code
 * arrives after the press cannot rely on its focus scope for that: the scope then starts after the focus moved.
 */
export function useReturnFocus(): void {
  const [opener] = useState(() => (typeof document === 'undefined' ? null : document.activeElement))
  useEffect(
    () => () => {
      // The page is inert until the layer is gone, which is one frame later.
      requestAnimationFrame(() =>
        requestAnimationFrame(() => {
          if (document.activeElement === document.body && opener instanceof HTMLElement) opener.focus()
        }),
      )
    },
    [opener],
  )
}
