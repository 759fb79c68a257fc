import type { QueryClient } from '@tanstack/react-query'
import type { Api } from '../../_boundary/client.ts'
import { type DirectoryKind, OBJECTS_PER_PAGE } from './kinds.ts'

const firstPage: string | undefined = undefined

/** Objects of one kind that match, page by page. The same options serve the first paint and the browser. */
export function objectsQuery(api: Api, kind: DirectoryKind, search: string) {
  return api.directory[kind].list.infiniteOptions({
    input: (cursor: string | undefined) => ({
      top: OBJECTS_PER_PAGE,
      ...(search === '' ? {} : { search }),
      ...(cursor === undefined ? {} : { cursor }),
    }),
    initialPageParam: firstPage,
    getNextPageParam: (page) => page.nextCursor ?? undefined,
  })
}

export function objectQuery(api: Api, kind: DirectoryKind, id: string) {
  return api.directory[kind].get.queryOptions({ input: { id } })
}

export function membersQuery(api: Api, id: string, search: string) {
  return api.directory.groups.members.infiniteOptions({
    input: (cursor: string | undefined) => ({
      id,
      top: OBJECTS_PER_PAGE,
      ...(search === '' ? {} : { search }),
      ...(cursor === undefined ? {} : { cursor }),
    }),
    initialPageParam: firstPage,
    getNextPageParam: (page) => page.nextCursor ?? undefined,
  })
}

export function membershipsQuery(api: Api, id: string) {
  return api.directory.users.groups.infiniteOptions({
    input: (cursor: string | undefined) => ({
      id,
      top: OBJECTS_PER_PAGE,
      ...(cursor === undefined ? {} : { cursor }),
    }),
    initialPageParam: firstPage,
    getNextPageParam: (page) => page.nextCursor ?? undefined,
  })
}

/** The metaverse object behind a directory object; an empty list when no connector supplies it. */
export function metaverseOfQuery(api: Api, id: string) {
  return api.sync.metaverse.list.queryOptions({ input: { directoryId: id } })
}

/** Reads the metaverse object behind a directory object ahead of the page. */
export async function prefetchOrigin(api: Api, queryClient: QueryClient, id: string): Promise<void> {
  await queryClient.prefetchQuery(metaverseOfQuery(api, id))
  const mvId = queryClient.getQueryData(metaverseOfQuery(api, id).queryKey)?.items[0]?.id
  if (mvId !== undefined) {
    await queryClient.prefetchQuery(api.sync.metaverse.get.queryOptions({ input: { id: mvId } }))
  }
}
