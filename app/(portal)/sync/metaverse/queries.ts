import type { Api } from '../../../_boundary/client.ts'

const firstPage: string | undefined = undefined

export type MetaverseFilter = { readonly search: string; readonly type: string | null }

export function metaverseQuery(api: Api, { search, type }: MetaverseFilter) {
  return api.sync.metaverse.list.infiniteOptions({
    input: (cursor: string | undefined) => ({
      top: 100,
      ...(search === '' ? {} : { search }),
      ...(type === null ? {} : { objectType: type }),
      ...(cursor === undefined ? {} : { cursor }),
    }),
    initialPageParam: firstPage,
    getNextPageParam: (page) => page.nextCursor ?? undefined,
  })
}

export function mvObjectQuery(api: Api, id: string) {
  return api.sync.metaverse.get.queryOptions({ input: { id } })
}
