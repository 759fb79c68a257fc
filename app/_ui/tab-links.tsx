'use client'

import Link from 'next/link'
import { usePathname } from 'next/navigation'
import type { ReactNode } from 'react'
import { classNames } from './class-names.ts'

export type TabLink = { readonly href: string; readonly label: ReactNode }

/** Tabs that are pages of their own, so each has an address. */
export function TabLinks({ label, tabs }: { label: string; tabs: readonly TabLink[] }) {
  const path = usePathname()
  return (
    <nav aria-label={label} className="overflow-x-auto border-b border-divider">
      <ul className="flex gap-1">
        {tabs.map((tab) => {
          const current = path === tab.href
          return (
            <li key={tab.href}>
              <Link
                href={tab.href}
                aria-current={current ? 'page' : undefined}
                className={classNames(
                  'inline-flex min-h-9 items-center gap-2 border-b-2 px-3 whitespace-nowrap -outline-offset-2 pointer-coarse:min-h-11',
                  current
                    ? 'border-accent font-semibold text-text'
                    : 'border-transparent text-muted hover:text-text',
                )}
              >
                {tab.label}
              </Link>
            </li>
          )
        })}
      </ul>
    </nav>
  )
}
