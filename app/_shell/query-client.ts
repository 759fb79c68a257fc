import { QueryClient } from '@tanstack/react-query'
import { failureOf } from './failure.ts'

/** A query cache with the portal's habits; the server makes one per request, the browser one per tab. */
export function createQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: 10_000,
        // A refusal stays a refusal; only what may pass by itself is tried again.
        retry: (failures, error) => failures < 2 && failureOf(error).status >= 500,
      },
    },
  })
}
