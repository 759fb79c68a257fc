import type { Api } from '../../../_boundary/client.ts'

const firstPage: string | undefined = undefined

export type ExportFilter = {
  readonly search: string
  readonly operation: 'add' | 'update' | 'delete' | null
}

export function exportsQuery(api: Api, { search, operation }: ExportFilter) {
  return api.sync.exports.list.infiniteOptions({
    input: (cursor: string | undefined) => ({
      top: 100,
      ...(search === '' ? {} : { search }),
      ...(operation === null ? {} : { operation }),
      ...(cursor === undefined ? {} : { cursor }),
    }),
    initialPageParam: firstPage,
    getNextPageParam: (page) => page.nextCursor ?? undefined,
  })
}
