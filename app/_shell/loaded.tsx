'use client'

import type { ReactNode } from 'react'
import { FailureState, Skeleton } from '../_ui/states.tsx'
import { failureOf } from './failure.ts'
import { PageHeader } from './page-header.tsx'

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
  title,
  children,
}: {
  query: Reading<T>
  lines?: number
  /** The page's heading while there is no value, for values that bring their own. */
  title?: string
  children: (value: T) => ReactNode
}) {
  if (query.data !== undefined) return children(query.data)
  return (
    <>
      {title === undefined ? null : <PageHeader title={title} />}
      {query.isPending ? (
        <Skeleton {...(lines === undefined ? {} : { lines })} />
      ) : (
        <FailureState failure={failureOf(query.error)} retry={() => void query.refetch()} />
      )}
    </>
  )
}
