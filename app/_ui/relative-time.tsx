'use client'

import { useSyncExternalStore } from 'react'
import { formatDateTime, formatDuration, formatRelative, formatUtc } from './format.ts'

const listeners = new Set<() => void>()
let now = 0
let timer: ReturnType<typeof setInterval> | undefined

/** One clock for all times on the page; it stops when nobody looks. */
function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  if (timer === undefined) {
    now = Date.now()
    timer = setInterval(() => {
      now = Date.now()
      for (const each of listeners) each()
    }, 5000)
  }
  return () => {
    listeners.delete(listener)
    if (listeners.size > 0) return
    clearInterval(timer)
    timer = undefined
  }
}

/** Milliseconds since the epoch, renewed every few seconds; 0 on the server, which knows no reader's clock. */
function useNow(): number {
  return useSyncExternalStore(
    subscribe,
    () => {
      if (now === 0) now = Date.now()
      return now
    },
    () => 0,
  )
}

type TimeProps = { value: string | Date | null | undefined; absolute?: boolean }

/** "4 min ago", with the absolute local time and offset as its tooltip. */
export function RelativeTime({ value, absolute = false }: TimeProps) {
  const current = useNow()
  if (value === null || value === undefined) return <NoValue />
  const time = new Date(value)
  const full = current === 0 ? formatUtc(time) : formatDateTime(time)
  return (
    <time dateTime={time.toISOString()} title={full} className={absolute ? undefined : 'whitespace-nowrap'}>
      {absolute || current === 0 ? full : formatRelative(time, current)}
    </time>
  )
}

/** Time between two moments; up to now while there is no end. */
export function Duration({ from, to }: { from: string | Date | null; to: string | Date | null }) {
  const current = useNow()
  if (from === null || (to === null && current === 0)) return <NoValue />
  const end = to === null ? current : new Date(to).getTime()
  return <span className="whitespace-nowrap">{formatDuration(end - new Date(from).getTime())}</span>
}

/** An empty cell. */
export function NoValue() {
  return (
    <span className="text-muted">
      <span aria-hidden>—</span>
      <span className="sr-only">no value</span>
    </span>
  )
}
