'use client'

import { useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'

/** Follows the server's event stream: each event names the queries whose values are no longer fresh. */
export function LiveEvents() {
  const queryClient = useQueryClient()
  useEffect(() => {
    const stream = new EventSource('/api/stream')
    stream.addEventListener('changed', (event) => {
      for (const key of changedKeys(event)) {
        void queryClient.invalidateQueries({ queryKey: [key.split('.')] })
      }
    })
    return () => stream.close()
  }, [queryClient])
  return null
}

/** Dotted beginnings of operation names, for example `sync.runs`. */
function changedKeys(event: Event): readonly string[] {
  if (!(event instanceof MessageEvent) || typeof event.data !== 'string') return []
  const data: unknown = JSON.parse(event.data)
  return Array.isArray(data) ? data.filter((key) => typeof key === 'string') : []
}
