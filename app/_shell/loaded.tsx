'use client'

import type { ReactNode } from 'react'
import { FailureState, Skeleton } from '../_ui/states.tsx'
import { failureOf } from './failure.ts'

type Reading<T> = {
  readonly data: T | undefined
  readonly error: unknown
  readonly isPending: boolean
  readonly refetch: () => unknown
}

/** The value of a query once it is there; until then its shape in grey, or why it cannot be shown. */
export function Loaded<T>({
  query,
  lines,
  children,
}: {
  query: Reading<T>
  lines?: number
  children: (value: T) => ReactNode
}) {
  if (query.data !== undefined) return children(query.data)
  if (query.isPending) return <Skeleton {...(lines === undefined ? {} : { lines })} />
  return <FailureState failure={failureOf(query.error)} retry={() => void query.refetch()} />
}
