'use client'

import { ChevronDown } from 'lucide-react'
import Link from 'next/link'
import { usePathname } from 'next/navigation'
import { useId, useState } from 'react'
import { classNames } from '../_ui/class-names.ts'
import { controlClass } from '../_ui/field.tsx'
import { NAVIGATION, type NavigationGroup } from './navigation.ts'

type RailProps = {
  permissions: readonly string[]
  /** Icons only; the names stay as tooltips and for assistive technology. */
  collapsed: boolean
  /** Called when a link was followed, so that a drawer can close. */
  onFollow?: () => void
}

export function Rail({ permissions, collapsed, onFollow }: RailProps) {
  const [filter, setFilter] = useState('')
  const held = new Set(permissions)
  const wanted = collapsed ? '' : filter.trim().toLowerCase()
  const groups = NAVIGATION.map((group) => ({
    ...group,
    items: group.items.filter(
      (item) => held.has(item.permission) && item.label.toLowerCase().includes(wanted),
    ),
  })).filter((group) => group.items.length > 0)
  return (
    <nav id="navigation" aria-label="Main" tabIndex={-1} className="flex flex-col gap-3 p-2 outline-none">
      {collapsed ? null : <RailFilter value={filter} onChange={setFilter} />}
      {groups.map((group) => (
        <Group
          key={group.id}
          group={group}
          collapsed={collapsed}
          filtered={wanted !== ''}
          onFollow={onFollow}
        />
      ))}
      <p role="status" className={groups.length > 0 ? 'sr-only' : 'px-2 text-caption text-muted'}>
        {wanted === '' ? '' : groups.length > 0 ? 'Pages narrowed' : 'No page has this name'}
      </p>
    </nav>
  )
}

function RailFilter({ value, onChange }: { value: string; onChange: (value: string) => void }) {
  const id = useId()
  return (
    <>
      <label htmlFor={id} className="sr-only">
        Filter navigation
      </label>
      <input
        id={id}
        type="search"
        value={value}
        placeholder="Filter"
        autoComplete="off"
        onChange={(event) => onChange(event.target.value)}
        onKeyDown={(event) => {
          if (event.key !== 'Escape' || value === '') return
          // Clears the filter and nothing else: the drawer around it stays open.
          event.preventDefault()
          event.stopPropagation()
          onChange('')
        }}
        className={`${controlClass(false)} placeholder:text-muted`}
      />
    </>
  )
}

type GroupProps = {
  group: NavigationGroup
  collapsed: boolean
  /** Only matching pages are left: all of them show, also of a closed group. */
  filtered: boolean
  onFollow: (() => void) | undefined
}

function Group({ group, collapsed, filtered, onFollow }: GroupProps) {
  const path = usePathname()
  const [open, setOpen] = useState(true)
  const isCurrent = (href: string) => path === href || path.startsWith(`${href}/`)
  const shown = collapsed || filtered || open || group.items.some((item) => isCurrent(item.href))
  return (
    <div>
      {collapsed ? (
        <hr className="mx-2 my-1 border-divider first:hidden" />
      ) : (
        <button
          type="button"
          aria-expanded={shown}
          onClick={() => setOpen(!open)}
          className="flex min-h-7 w-full items-center justify-between rounded-control px-2 text-caption font-semibold text-muted hover:text-text pointer-coarse:min-h-11"
        >
          {group.label}
          <ChevronDown aria-hidden className={classNames('size-3.5', !shown && '-rotate-90')} />
        </button>
      )}
      {shown ? (
        <ul aria-label={group.label} className="flex flex-col gap-0.5">
          {group.items.map(({ href, label, icon: Icon }) => {
            const current = isCurrent(href)
            return (
              <li key={href}>
                <Link
                  href={href}
                  onClick={onFollow}
                  aria-current={current ? 'page' : undefined}
                  title={collapsed ? label : undefined}
                  className={classNames(
                    'relative flex min-h-9 items-center gap-3 rounded-control px-3 pointer-coarse:min-h-11',
                    current
                      ? 'bg-selected font-semibold before:absolute before:inset-y-2 before:start-0 before:w-[3px] before:rounded-full before:bg-accent'
                      : 'hover:bg-sunken',
                    collapsed && 'justify-center',
                  )}
                >
                  <Icon aria-hidden className="size-4 shrink-0" />
                  <span className={collapsed ? 'sr-only' : undefined}>{label}</span>
                </Link>
              </li>
            )
          })}
        </ul>
      ) : null}
    </div>
  )
}
