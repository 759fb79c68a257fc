'use client'

import dynamic from 'next/dynamic'
import { useState } from 'react'
import type { ExportPage } from '../../../../_shell/api-types.ts'
import { useMissingPermission } from '../../../../_shell/permissions.ts'
import { Button } from '../../../../_ui/button.tsx'
import { StatusIcon } from '../../../../_ui/pill.tsx'
import { messages } from '../messages.ts'

const ApproveDialog = dynamic(() => import('./approve-dialog.tsx').then((module) => module.ApproveDialog))

/** When the guard stopped the export: why, the deletes to review, and the approval of exactly this set. */
export function GuardNotice({ summary, onReview }: { summary: ExportPage; onReview: () => void }) {
  const [asking, setAsking] = useState(false)
  const missing = useMissingPermission('sync.export.approve')
  if (summary.guard.outcome !== 'stop') return null
  const guarded = summary.counts.deletes + summary.counts.disables
  return (
    <section
      aria-labelledby="guard"
      className="flex flex-col gap-2 rounded-card border border-quarantined bg-quarantined-tint p-4 text-quarantined"
    >
      <h2 id="guard" className="flex items-center gap-2 text-section font-semibold">
        <StatusIcon status="quarantined" />
        {messages.guardTitle}
      </h2>
      <ul className="list-disc ps-5">
        {summary.guard.reasons.map((reason) => (
          <li key={reason}>{reason}</li>
        ))}
      </ul>
      <p>{messages.guardHelp}</p>
      <div className="flex flex-wrap gap-2">
        <Button variant="primary" onClick={onReview}>
          {messages.review(summary.counts.deletes)}
        </Button>
        <Button disabledReason={missing} onClick={() => setAsking(true)}>
          {messages.approve(guarded)}
        </Button>
      </div>
      {asking ? (
        <ApproveDialog count={guarded} setHash={summary.setHash} onClose={() => setAsking(false)} />
      ) : null}
    </section>
  )
}
