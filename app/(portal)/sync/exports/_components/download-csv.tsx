'use client'

import { Download } from 'lucide-react'
import type { PendingExport } from '../../../../_shell/api-types.ts'
import { Button } from '../../../../_ui/button.tsx'
import { csvOf } from '../../../../_ui/csv.ts'
import { textsOf } from '../../../../_ui/value-view.tsx'
import { messages } from '../messages.ts'

/** One line per changed attribute of the rows that are loaded. */
export function DownloadCsv({ rows }: { rows: readonly PendingExport[] }) {
  if (rows.length === 0) return null
  const download = () => {
    const header = ['connector', 'operation', 'type', 'object', 'attribute', 'old', 'new', 'since']
    const lines = rows.flatMap((row) => {
      const start = [row.connectorName, row.operation, row.objectType, row.name]
      const since = row.since ?? ''
      if (row.changes.length === 0) return [[...start, '', '', '', since]]
      return row.changes.map(({ attribute, before, after }) => [
        ...start,
        attribute,
        textsOf(before).join('\n'),
        textsOf(after).join('\n'),
        since,
      ])
    })
    const url = URL.createObjectURL(new Blob([csvOf([header, ...lines])], { type: 'text/csv;charset=utf-8' }))
    const link = document.createElement('a')
    link.href = url
    link.download = 'pending-exports.csv'
    link.click()
    URL.revokeObjectURL(url)
  }
  return (
    <Button icon={<Download aria-hidden className="size-4" />} title={messages.csvHint} onClick={download}>
      {messages.csv}
    </Button>
  )
}
