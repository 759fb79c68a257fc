import type { Api } from '../../_boundary/client.ts'
import type { ErrorCategory } from './search-params.ts'

const firstPage: string | undefined = undefined

export function errorsQuery(api: Api, category: ErrorCategory | null) {
  return api.errors.list.infiniteOptions({
    input: (cursor: string | undefined) => ({
      top: 100,
      ...(category === null ? {} : { category }),
      ...(cursor === undefined ? {} : { cursor }),
    }),
    initialPageParam: firstPage,
    getNextPageParam: (page) => page.nextCursor ?? undefined,
  })
}
