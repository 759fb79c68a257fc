'use client'

import { usePathname } from 'next/navigation'
import { useEffect } from 'react'

export type RecentItem = { readonly href: string; readonly title: string }

const ITEM_PAGE = /^\/(?:directory\/[a-z]+|sync\/(?:connectors|runs|metaverse))\/[^/]+/
const KEPT = 6

/** Objects looked at since the portal was loaded, latest first. In memory only: names of people stay nowhere. */
let recent: readonly RecentItem[] = []

export function recentItems(): readonly RecentItem[] {
  return recent
}

/** Remembers the object pages that stayed open long enough for their title to be there. */
export function useRememberItems(): void {
  const path = usePathname()
  useEffect(() => {
    const href = ITEM_PAGE.exec(path)?.[0]
    if (href === undefined) return
    const timer = setTimeout(() => {
      const title = document.title.split(' · ').slice(1, -1).join(' · ')
      if (title !== '')
        recent = [{ href, title }, ...recent.filter((item) => item.href !== href)].slice(0, KEPT)
    }, 800)
    return () => clearTimeout(timer)
  }, [path])
}
