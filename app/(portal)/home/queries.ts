import type { Api } from '../../_boundary/client.ts'

const RECENT = 5

/** The newest entries of the audit log. */
export function recentChangesQuery(api: Api) {
  return api.audit.list.queryOptions({ input: { top: RECENT, outcome: 'done' } })
}
