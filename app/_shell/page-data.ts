import type { FetchQueryOptions, QueryClient, QueryKey } from '@tanstack/react-query'
import { notFound } from 'next/navigation'
import { cache } from 'react'
import { requirePageContext } from '../_boundary/context.ts'
import { serverApi } from '../_boundary/server.ts'
import { failureOf } from './failure.ts'
import { createQueryClient } from './query-client.ts'

/**
 * What a server page reads with: in-process operations under the caller's rights, and a cache to hand to the browser.
 * One per request. Redirects to sign-in when nobody is signed in.
 */
export const pageData = cache(async () => {
  const context = await requirePageContext()
  return { context, api: serverApi(context), queryClient: createQueryClient() }
})

/**
 * Reads what an id names into the cache and returns it. Answers 404 for what does not exist and for what is no id;
 * returns undefined for other failures, which the page then shows where the value would be.
 */
export async function readOrNotFound<T, E, K extends QueryKey>(
  queryClient: QueryClient,
  options: FetchQueryOptions<T, E, T, K>,
): Promise<T | undefined> {
  try {
    return await queryClient.fetchQuery(options)
  } catch (error) {
    if ([400, 404].includes(failureOf(error).status)) notFound()
    return undefined
  }
}
