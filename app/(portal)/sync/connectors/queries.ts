import type { Api } from '../../../_boundary/client.ts'
import type { SPACE_STATES } from './search-params.ts'

const firstPage: string | undefined = undefined

export function connectorQuery(api: Api, id: string) {
  return api.connectors.get.queryOptions({ input: { id } })
}

export type SpaceFilter = { readonly search: string; readonly state: (typeof SPACE_STATES)[number] | null }

export function spaceQuery(api: Api, id: string, { search, state }: SpaceFilter) {
  return api.connectors.space.infiniteOptions({
    input: (cursor: string | undefined) => ({
      id,
      top: 100,
      ...(search === '' ? {} : { search }),
      ...(state === null ? {} : { state }),
      ...(cursor === undefined ? {} : { cursor }),
    }),
    initialPageParam: firstPage,
    getNextPageParam: (page) => page.nextCursor ?? undefined,
  })
}

export function csObjectQuery(api: Api, id: string, csId: string) {
  return api.connectors.object.queryOptions({ input: { id, csId } })
}
