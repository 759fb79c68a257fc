'use client'

import { useVirtualizer } from '@tanstack/react-virtual'
import { type ReactNode, useEffect, useRef } from 'react'
import { Button } from './button.tsx'
import { classNames } from './class-names.ts'
import { formatNumber } from './format.ts'

export type Column<Row> = {
  readonly id: string
  readonly header: string
  readonly cell: (row: Row) => ReactNode
  readonly align?: 'end'
  /** Left out of the card on narrow screens. */
  readonly minor?: boolean
}

type DataTableProps<Row> = {
  /** Names the table for assistive technology. */
  label: string
  /** The first column identifies the row: it stays in view and heads the card on narrow screens. */
  columns: readonly Column<Row>[]
  rows: readonly Row[]
  rowKey: (row: Row) => string
  /** Fetches the next page; absent when everything is here. */
  more?: { readonly load: () => void; readonly busy: boolean } | undefined
  /** Rows there are in all, where known. */
  total?: number | undefined
  /** Key of the row whose details are open. */
  selected?: string | null
  onRowPress?: (row: Row) => void
  /** A second line of full width below a row. */
  detail?: (row: Row) => ReactNode
}

const ROW_HEIGHT = 44
/** Enough rows for any first screen, so the server's HTML is already full. */
const FIRST_PAINT = { width: 1200, height: 1000 }

/**
 * A table of any length: only the rows in view are in the document, the next page is fetched before the end comes
 * into view, and below 768 px each row is a card.
 */
export function DataTable<Row>(props: DataTableProps<Row>) {
  const { label, columns, rows, rowKey, more, total, selected, onRowPress, detail } = props
  const scroller = useRef<HTMLElement>(null)
  const virtualizer = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_HEIGHT,
    getItemKey: (index) => {
      const row = rows[index]
      return row === undefined ? index : rowKey(row)
    },
    overscan: 12,
    initialRect: FIRST_PAINT,
  })
  const items = virtualizer.getVirtualItems()
  const first = items[0]
  const last = items.at(-1)
  const nearEnd = last !== undefined && last.index >= rows.length - 15

  useEffect(() => {
    if (nearEnd && more !== undefined && !more.busy) more.load()
  }, [nearEnd, more])

  return (
    <div className="flex min-w-0 flex-col gap-2">
      <section
        ref={scroller}
        aria-label={label}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
        tabIndex={0}
        className="max-h-[max(24rem,calc(100dvh-16rem))] overflow-auto rounded-card border border-divider [overflow-anchor:none]"
      >
        <table
          aria-label={label}
          aria-rowcount={(total ?? (more === undefined ? rows.length : -2)) + 1}
          className="cards-when-narrow w-full border-separate border-spacing-0 [&>tbody:last-child>tr:last-child>*]:border-b-0"
        >
          <thead className="sticky top-0 z-20">
            <tr aria-rowindex={1}>
              {columns.map((column, index) => (
                <th
                  key={column.id}
                  scope="col"
                  className={classNames(
                    'border-b border-divider bg-surface px-3 py-2 text-caption font-semibold whitespace-nowrap text-muted',
                    column.align === 'end' ? 'text-end' : 'text-start',
                    index === 0 && 'md:sticky md:start-0',
                  )}
                >
                  {column.header}
                </th>
              ))}
            </tr>
          </thead>
          <Spacer height={first?.start ?? 0} />
          {items.map((item) => {
            const row = rows[item.index]
            if (row === undefined) return null
            return (
              <tbody key={item.key} data-index={item.index} ref={virtualizer.measureElement}>
                <Row
                  row={row}
                  columns={columns}
                  index={item.index}
                  selected={selected === rowKey(row)}
                  onPress={onRowPress}
                />
                <Detail content={detail?.(row)} span={columns.length} />
              </tbody>
            )
          })}
          <Spacer height={virtualizer.getTotalSize() - (last?.end ?? 0)} />
        </table>
      </section>
      <Footer shown={rows.length} total={total} more={more} />
    </div>
  )
}

type RowProps<Row> = {
  row: Row
  columns: readonly Column<Row>[]
  index: number
  selected: boolean
  onPress: ((row: Row) => void) | undefined
}

function Row<Row>({ row, columns, index, selected, onPress }: RowProps<Row>) {
  const tone = selected ? 'bg-selected' : 'bg-canvas group-hover:bg-surface'
  return (
    <tr
      data-row
      aria-rowindex={index + 2}
      onClick={onPress === undefined ? undefined : () => onPress(row)}
      className={classNames('group', selected && 'bg-selected', onPress !== undefined && 'cursor-pointer')}
    >
      {columns.map((column, position) => {
        const className = classNames(
          'h-11 border-b border-divider px-3 py-1.5 align-middle',
          column.align === 'end' ? 'text-end' : 'text-start',
          tone,
        )
        return position === 0 ? (
          <th
            key={column.id}
            scope="row"
            className={classNames(className, 'max-w-sm min-w-40 font-normal md:sticky md:start-0 md:z-10')}
          >
            {column.cell(row)}
          </th>
        ) : (
          <td
            key={column.id}
            data-label={column.header}
            data-minor={column.minor || undefined}
            className={className}
          >
            {column.cell(row)}
          </td>
        )
      })}
    </tr>
  )
}

function Detail({ content, span }: { content: ReactNode; span: number }) {
  if (content === undefined || content === null) return null
  return (
    <tr className="max-md:block">
      <td colSpan={span} className="border-b border-divider bg-surface px-4 py-3 max-md:block">
        {content}
      </td>
    </tr>
  )
}

function Spacer({ height }: { height: number }) {
  if (height <= 0) return null
  return (
    <tbody aria-hidden>
      <tr>
        <td className="block p-0" style={{ height }} />
      </tr>
    </tbody>
  )
}

function Footer({
  shown,
  total,
  more,
}: {
  shown: number
  total: number | undefined
  more: DataTableProps<unknown>['more']
}) {
  return (
    <div className="flex min-h-9 flex-wrap items-center gap-3 text-caption text-muted">
      <span role="status">
        {total === undefined
          ? `${formatNumber(shown)} ${more === undefined ? 'in all' : 'loaded'}`
          : `${formatNumber(shown)} of ${formatNumber(total)} loaded`}
      </span>
      {more === undefined ? null : (
        <Button variant="quiet" busy={more.busy} onClick={more.load}>
          Load more
        </Button>
      )}
    </div>
  )
}
