'use client'

import { Search, X } from 'lucide-react'
import { useEffect, useId, useState } from 'react'
import { IconButton } from './button.tsx'
import { controlClass } from './field.tsx'

type SearchFieldProps = { label: string; value: string; onSearch: (text: string) => void }

/** Filters a list as one types, after a short rest. */
export function SearchField({ label, value, onSearch }: SearchFieldProps) {
  const id = useId()
  const [text, setText] = useState(value)
  useEffect(() => {
    if (text === value) return
    const timer = setTimeout(() => onSearch(text), 250)
    return () => clearTimeout(timer)
  }, [text, value, onSearch])
  return (
    <div className="relative w-full sm:w-80">
      <label htmlFor={id} className="sr-only">
        {label}
      </label>
      <Search
        aria-hidden
        className="pointer-events-none absolute start-2.5 top-1/2 size-4 -translate-y-1/2 text-muted"
      />
      <input
        id={id}
        type="search"
        value={text}
        placeholder={label}
        onChange={(event) => setText(event.target.value)}
        autoComplete="off"
        spellCheck={false}
        className={`${controlClass(false)} px-9 placeholder:text-muted [&::-webkit-search-cancel-button]:hidden`}
      />
      {text === '' ? null : (
        <IconButton
          label="Clear search"
          onClick={() => {
            setText('')
            onSearch('')
          }}
          className="absolute end-0 top-0"
        >
          <X aria-hidden className="size-4" />
        </IconButton>
      )}
    </div>
  )
}
