'use client'

import { Search } from 'lucide-react'
import { useRouter } from 'next/navigation'
import { type KeyboardEvent, useEffect, useId, useRef, useState } from 'react'
import { controlClass } from '../_ui/field.tsx'
import { type FoundObject, useFoundObjects } from './found-objects.ts'
import { isSingleKey } from './keyboard.ts'
import { ObjectSearchList } from './object-search-list.tsx'

const LABEL = 'Search users, groups and contacts'

/** Finds users, groups and contacts from any page; `/` brings the cursor here. */
export function ObjectSearch() {
  const router = useRouter()
  const list = useId()
  const [text, setText] = useState('')
  const [open, setOpen] = useState(false)
  const [active, setActive] = useState(0)
  const { search, found, busy } = useFoundObjects(text)
  const field = useSlashKey()
  const shown = open && search !== ''
  const current = shown ? found[Math.min(active, found.length - 1)] : undefined

  const follow = ({ href }: FoundObject) => {
    setText('')
    setOpen(false)
    document.getElementById('content')?.focus()
    router.push(href)
  }
  const onKey = (event: KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    if (step !== undefined && found.length > 0) {
      event.preventDefault()
      setOpen(true)
      setActive(shown ? (active + step + found.length) % found.length : 0)
    } else if (event.key === 'Enter' && current !== undefined) {
      event.preventDefault()
      if (event.ctrlKey || event.metaKey) window.open(current.href, '_blank', 'noopener')
      else follow(current)
    } else if (event.key === 'Escape' && text !== '') {
      event.preventDefault()
      if (shown) setOpen(false)
      else setText('')
    }
  }

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: leaving the field with its list closes the list
    <div
      className="relative"
      onBlur={(event) => {
        if (!event.currentTarget.contains(event.relatedTarget)) setOpen(false)
      }}
    >
      <Search
        aria-hidden
        className="pointer-events-none absolute start-2.5 top-1/2 size-4 -translate-y-1/2 text-muted"
      />
      <input
        ref={field}
        id="object-search"
        type="text"
        role="combobox"
        aria-label={LABEL}
        aria-autocomplete="list"
        aria-expanded={shown}
        aria-controls={list}
        aria-activedescendant={current === undefined ? undefined : `${list}-${current.id}`}
        placeholder="Search users, groups, contacts"
        autoComplete="off"
        spellCheck={false}
        value={text}
        onChange={(event) => {
          setText(event.target.value)
          setActive(0)
          setOpen(true)
        }}
        onKeyDown={onKey}
        className={`${controlClass(false)} ps-9 placeholder:text-muted`}
      />
      <kbd
        aria-hidden
        className="pointer-events-none absolute end-2.5 top-1/2 -translate-y-1/2 rounded-control border border-divider px-1.5 text-caption text-muted max-md:hidden"
      >
        /
      </kbd>
      {shown ? (
        <ObjectSearchList
          id={list}
          found={found}
          current={current}
          nothing={busy ? 'Searching…' : `Nothing matches “${search}”`}
          onFollow={follow}
        />
      ) : null}
    </div>
  )
}

/** `/` outside of any field moves the cursor into the returned input. */
function useSlashKey() {
  const field = useRef<HTMLInputElement>(null)
  useEffect(() => {
    const onKey = (event: globalThis.KeyboardEvent) => {
      if (event.key !== '/' || !isSingleKey(event)) return
      event.preventDefault()
      field.current?.focus()
    }
    document.addEventListener('keydown', onKey)
    return () => document.removeEventListener('keydown', onKey)
  }, [])
  return field
}
