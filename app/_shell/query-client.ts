import { MutationCache, QueryCache, QueryClient } from '@tanstack/react-query'
import { failureOf } from './failure.ts'

/** A query cache with the portal's habits; the server makes one per request, the browser one per tab. */
export function createQueryClient(): QueryClient {
  return new QueryClient({
    queryCache: new QueryCache({ onError: askToSignInAgain }),
    mutationCache: new MutationCache({ onError: askToSignInAgain }),
    defaultOptions: {
      queries: {
        staleTime: 10_000,
        // A refusal stays a refusal; only what may pass by itself is tried again.
        retry: (failures, error) => failures < 2 && failureOf(error).status >= 500,
      },
    },
  })
}

/** When the session ended meanwhile: to sign-in, and from there back to this page. */
function askToSignInAgain(error: unknown): void {
  if (typeof window === 'undefined' || failureOf(error).status !== 401) return
  const { pathname, search } = window.location
  if (pathname === '/sign-in') return
  window.location.assign(`/sign-in?callbackUrl=${encodeURIComponent(pathname + search)}`)
}
