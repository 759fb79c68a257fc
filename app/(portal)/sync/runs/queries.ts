import type { Api } from '../../../_boundary/client.ts'

const firstPage: string | undefined = undefined
const PER_PAGE = 100

import type { RUN_STATE_GROUPS } from './search-params.ts'

export type RunFilter = {
  readonly connector: string | undefined
  readonly status: (typeof RUN_STATE_GROUPS)[number] | undefined
}

export function runsQuery(api: Api, filter: RunFilter) {
  return api.sync.runs.list.infiniteOptions({
    input: (cursor: string | undefined) => ({ ...filter, top: PER_PAGE, cursor }),
    initialPageParam: firstPage,
    getNextPageParam: (page) => page.nextCursor ?? undefined,
  })
}

export function runQuery(api: Api, id: string) {
  return api.sync.runs.get.queryOptions({ input: { id } })
}

export function runErrorsQuery(api: Api, id: string) {
  return api.sync.runs.errors.infiniteOptions({
    input: (cursor: string | undefined) => ({ id, top: PER_PAGE, cursor }),
    initialPageParam: firstPage,
    getNextPageParam: (page) => page.nextCursor ?? undefined,
  })
}

export function runObjectsQuery(api: Api, id: string, statistic: string) {
  return api.sync.runs.objects.infiniteOptions({
    input: (cursor: string | undefined) => ({ id, statistic, top: PER_PAGE, cursor }),
    initialPageParam: firstPage,
    getNextPageParam: (page) => page.nextCursor ?? undefined,
  })
}
