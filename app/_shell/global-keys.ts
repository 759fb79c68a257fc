'use client'

import { useRouter } from 'next/navigation'
import { useEffect } from 'react'
import { isLayerOpen, isSingleKey } from './keyboard.ts'

/** `g` and then one of these letters leads to a page. */
export const CHORDS: readonly { readonly key: string; readonly href: string; readonly label: string }[] = [
  { key: 'h', href: '/home', label: 'Home' },
  { key: 's', href: '/sync/connectors', label: 'Connectors' },
  { key: 'o', href: '/sync/runs', label: 'Operations' },
  { key: 'u', href: '/directory/users', label: 'Users' },
  { key: 'e', href: '/errors', label: 'Sync errors' },
  { key: 'a', href: '/logs/audit', label: 'Audit log' },
]

const CHORD_MS = 1500

/** Listens on every page for Ctrl/Cmd+K, `?` and the `g` chords. */
export function useGlobalKeys(open: (layer: 'palette' | 'shortcuts') => void): void {
  const router = useRouter()
  useEffect(() => {
    let chordUntil = 0
    const onKey = (event: KeyboardEvent) => {
      if ((event.ctrlKey || event.metaKey) && !event.altKey && event.key.toLowerCase() === 'k') {
        event.preventDefault()
        if (!isLayerOpen()) open('palette')
        return
      }
      if (!isSingleKey(event)) return
      const chord = event.timeStamp < chordUntil ? CHORDS.find(({ key }) => key === event.key) : undefined
      chordUntil = event.key === 'g' ? event.timeStamp + CHORD_MS : 0
      if (chord !== undefined) {
        event.preventDefault()
        router.push(chord.href)
      } else if (event.key === '?') {
        event.preventDefault()
        open('shortcuts')
      }
    }
    document.addEventListener('keydown', onKey)
    return () => document.removeEventListener('keydown', onKey)
  }, [router, open])
}
