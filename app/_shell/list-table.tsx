'use client'

import type { ReactNode } from 'react'
import { useMemo } from 'react'
import { type Column, DataTable } from '../_ui/data-table.tsx'
import { Loaded } from './loaded.tsx'

type ListReading<Row> = {
  readonly data: { readonly pages: readonly { readonly items: readonly Row[] }[] } | undefined
  readonly error: unknown
  readonly isPending: boolean
  readonly hasNextPage: boolean
  readonly isFetchingNextPage: boolean
  readonly fetchNextPage: () => unknown
  readonly refetch: () => unknown
}

type ListTableProps<Row> = {
  label: string
  query: ListReading<Row>
  columns: readonly Column<Row>[]
  rowKey: (row: Row) => string
  /** Shown instead of a table without rows. */
  empty: ReactNode
  selected?: string | null
  onRowPress?: (row: Row) => void
  detail?: (row: Row) => ReactNode
}

/** A list that arrives page by page, as a table with all its states. */
export function ListTable<Row>({ query, empty, ...table }: ListTableProps<Row>) {
  const rows = useMemo(() => query.data?.pages.flatMap((page) => page.items), [query.data])
  const more = query.hasNextPage
    ? { load: () => void query.fetchNextPage(), busy: query.isFetchingNextPage }
    : undefined
  return (
    <Loaded
      query={{ data: rows, error: query.error, isPending: query.isPending, refetch: query.refetch }}
      lines={10}
    >
      {(all) => (all.length === 0 ? empty : <DataTable {...table} rows={all} more={more} />)}
    </Loaded>
  )
}
