import type { Api } from '../../../_boundary/client.ts'
import type { CATEGORIES, OUTCOMES } from './search-params.ts'

const firstPage: string | undefined = undefined

export type AuditFilter = {
  readonly category: (typeof CATEGORIES)[number] | null
  readonly outcome: (typeof OUTCOMES)[number] | null
}

export function auditQuery(api: Api, { category, outcome }: AuditFilter) {
  return api.audit.list.infiniteOptions({
    input: (cursor: string | undefined) => ({
      top: 100,
      ...(category === null ? {} : { category }),
      ...(outcome === null ? {} : { outcome }),
      ...(cursor === undefined ? {} : { cursor }),
    }),
    initialPageParam: firstPage,
    getNextPageParam: (page) => page.nextCursor ?? undefined,
  })
}
