'use client'

import { useQuery } from '@tanstack/react-query'
import { Search } from 'lucide-react'
import { useRouter } from 'next/navigation'
import { useEffect, useRef, useState } from 'react'
import {
  ComboBox,
  Header,
  Input,
  Label,
  ListBox,
  ListBoxItem,
  ListBoxSection,
  Popover,
} from 'react-aria-components'
import { api } from '../_boundary/client.ts'
import { controlClass } from '../_ui/field.tsx'
import { displayName, secondName } from './object-name.ts'

const KINDS = [
  { kind: 'users', label: 'Users' },
  { kind: 'groups', label: 'Groups' },
  { kind: 'contacts', label: 'Contacts' },
] as const

const PER_KIND = 5

/** Finds users, groups and contacts from any page; `/` brings the cursor here. */
export function ObjectSearch() {
  const router = useRouter()
  const [text, setText] = useState('')
  const [round, setRound] = useState(0)
  const search = useRested(text.trim(), 250)
  const enabled = search.length > 0
  const input = { search, top: PER_KIND }
  const users = useQuery(api.directory.users.list.queryOptions({ input, enabled }))
  const groups = useQuery(api.directory.groups.list.queryOptions({ input, enabled }))
  const contacts = useQuery(api.directory.contacts.list.queryOptions({ input, enabled }))
  const found = {
    users: users.data?.items ?? [],
    groups: groups.data?.items ?? [],
    contacts: contacts.data?.items ?? [],
  }
  const busy = users.isFetching || groups.isFetching || contacts.isFetching
  const field = useSlashKey()
  useEffect(() => {
    if (round > 0) document.getElementById('content')?.focus()
  }, [round])

  return (
    <ComboBox
      // With nothing ever selected the list stays open, and hides the page from assistive technology, until a new box.
      key={round}
      aria-label="Search users, groups and contacts"
      menuTrigger="input"
      allowsEmptyCollection
      allowsCustomValue
      // The server has searched already, in more than the names shown here.
      defaultFilter={() => true}
      inputValue={text}
      onInputChange={setText}
      selectedKey={null}
      onSelectionChange={(key) => {
        if (key === null) return
        setText('')
        setRound(round + 1)
        router.push(`/directory/${key}`)
      }}
    >
      <Label className="sr-only">Search users, groups and contacts</Label>
      <div className="relative">
        <Search
          aria-hidden
          className="pointer-events-none absolute start-2.5 top-1/2 size-4 -translate-y-1/2 text-muted"
        />
        <Input
          ref={field}
          id="object-search"
          placeholder="Search users, groups, contacts"
          autoComplete="off"
          spellCheck={false}
          className={`${controlClass(false)} ps-9 placeholder:text-muted`}
        />
        <kbd
          aria-hidden
          className="pointer-events-none absolute end-2.5 top-1/2 -translate-y-1/2 rounded-control border border-divider px-1.5 text-caption text-muted max-md:hidden"
        >
          /
        </kbd>
      </div>
      {enabled ? (
        <Popover className="w-(--trigger-width) rounded-card border border-divider bg-raised shadow-overlay">
          <ListBox
            aria-label="Objects found"
            className="max-h-96 overflow-y-auto py-1 outline-none"
            renderEmptyState={() => (
              <p className="px-3 py-2 text-muted">{busy ? 'Searching…' : `Nothing matches “${search}”`}</p>
            )}
          >
            {KINDS.filter(({ kind }) => found[kind].length > 0).map(({ kind, label }) => (
              <ListBoxSection key={kind} id={kind}>
                <Header className="px-3 pt-2 pb-1 text-caption font-semibold text-muted">{label}</Header>
                {found[kind].map((item) => (
                  <ListBoxItem
                    key={item.id}
                    id={`${kind}/${item.id}`}
                    textValue={displayName(item)}
                    className="flex cursor-pointer flex-col px-3 py-1.5 outline-none data-focused:bg-selected"
                  >
                    <bdi className="truncate">{displayName(item)}</bdi>
                    <bdi className="truncate text-caption text-muted">{secondName(item)}</bdi>
                  </ListBoxItem>
                ))}
              </ListBoxSection>
            ))}
          </ListBox>
        </Popover>
      ) : null}
    </ComboBox>
  )
}

/** The value once it has not changed for a while. */
function useRested(value: string, restMs: number): string {
  const [rested, setRested] = useState(value)
  useEffect(() => {
    const timer = setTimeout(() => setRested(value), restMs)
    return () => clearTimeout(timer)
  }, [value, restMs])
  return rested
}

/** `/` outside of any field moves the cursor into the returned input. */
function useSlashKey() {
  const field = useRef<HTMLInputElement>(null)
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key !== '/' || event.ctrlKey || event.metaKey || event.altKey) return
      const target = event.target
      const typing =
        target instanceof HTMLElement &&
        (target.isContentEditable || ['INPUT', 'TEXTAREA', 'SELECT'].includes(target.tagName))
      if (typing) return
      event.preventDefault()
      field.current?.focus()
    }
    document.addEventListener('keydown', onKey)
    return () => document.removeEventListener('keydown', onKey)
  }, [])
  return field
}
