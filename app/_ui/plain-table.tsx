import type { ReactNode } from 'react'
import { classNames } from './class-names.ts'
import type { Column } from './data-table.tsx'

type PlainTableProps<Row> = {
  label: string
  columns: readonly Column<Row>[]
  rows: readonly Row[]
  rowKey: (row: Row) => string
  detail?: (row: Row) => ReactNode
}

/** A short table that shows all its rows at once; below 768 px each row is a card. */
export function PlainTable<Row>({ label, columns, rows, rowKey, detail }: PlainTableProps<Row>) {
  return (
    <div className="overflow-x-auto rounded-card border border-divider">
      <table
        aria-label={label}
        className="cards-when-narrow w-full border-separate border-spacing-0 [&>tbody:last-child>tr:last-child>*]:border-b-0"
      >
        <thead>
          <tr>
            {columns.map((column) => (
              <th
                key={column.id}
                scope="col"
                className={classNames(
                  'border-b border-divider bg-surface px-3 py-2 text-caption font-semibold whitespace-nowrap text-muted',
                  column.align === 'end' ? 'text-end' : 'text-start',
                )}
              >
                {column.header}
              </th>
            ))}
          </tr>
        </thead>
        {rows.map((row) => {
          const below = detail?.(row)
          return (
            <tbody key={rowKey(row)}>
              <tr data-row>
                {columns.map((column, position) => {
                  const className = classNames(
                    'border-b border-divider px-3 py-2 align-top',
                    column.align === 'end' ? 'text-end' : 'text-start',
                  )
                  return position === 0 ? (
                    <th key={column.id} scope="row" className={classNames(className, 'font-normal')}>
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
              {below === undefined || below === null ? null : (
                <tr className="max-md:block">
                  <td
                    colSpan={columns.length}
                    className="border-b border-divider bg-surface px-4 py-3 max-md:block"
                  >
                    {below}
                  </td>
                </tr>
              )}
            </tbody>
          )
        })}
      </table>
    </div>
  )
}
