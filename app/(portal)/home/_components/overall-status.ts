import type { Overview } from '../../../_shell/api-types.ts'
import type { Status } from '../../../_ui/pill.tsx'
import { messages } from '../messages.ts'

type OverallStatus = { readonly status: Status & keyof typeof messages.words; readonly sentence: string }

/** The state of everything in one sentence; what a person must decide comes first. */
export function overallStatus(overview: Overview): OverallStatus {
  const { connectors, pending, runningCycle, lastCycle, mode, errors } = overview
  if (!connectors.some(({ role }) => role === 'source')) {
    return { status: 'unknown', sentence: messages.nothingConnected }
  }
  if (pending.blocked) return { status: 'quarantined', sentence: messages.blocked }
  if (runningCycle !== null) return { status: 'running', sentence: messages.running }
  if (lastCycle === null) return { status: 'warning', sentence: messages.neverRun }
  if (lastCycle.state === 'failed' || lastCycle.state === 'stopped') {
    return { status: 'error', sentence: messages.failed }
  }
  if (mode === 'staging') return { status: 'staging', sentence: messages.stagingState }
  if (errors > 0) return { status: 'warning', sentence: messages.withErrors(errors) }
  return { status: 'healthy', sentence: messages.healthy }
}
