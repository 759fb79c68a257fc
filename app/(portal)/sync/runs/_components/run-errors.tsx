'use client'

import { useInfiniteQuery } from '@tanstack/react-query'
import Link from 'next/link'
import { useMemo } from 'react'
import { api } from '../../../../_boundary/client.ts'
import type { RunItem } from '../../../../_shell/api-types.ts'
import { Loaded } from '../../../../_shell/loaded.tsx'
import { Button } from '../../../../_ui/button.tsx'
import { Code } from '../../../../_ui/dn.tsx'
import { isUnderWay } from '../../_components/run-state.tsx'
import { messages } from '../messages.ts'
import { runErrorsQuery } from '../queries.ts'

/** Objects that failed, grouped by what went wrong. */
export function RunErrors({ run }: { run: RunItem }) {
  const query = useInfiniteQuery({
    ...runErrorsQuery(api, run.id),
    refetchInterval: isUnderWay(run.state) ? 2000 : false,
  })
  const groups = useMemo(() => {
    const all = query.data?.pages.flatMap((page) => page.items)
    return all === undefined ? undefined : [...Map.groupBy(all, (error) => error.code)]
  }, [query.data])
  return (
    <section aria-labelledby="errors" className="flex flex-col gap-2">
      <h2 id="errors" className="text-section font-semibold">
        {messages.errors}
      </h2>
      <Loaded query={{ ...query, data: groups }} lines={2}>
        {(byCode) =>
          byCode.length === 0 ? (
            <p className="text-muted">{messages.noErrors}</p>
          ) : (
            <>
              {byCode.map(([code, errors]) => (
                <details key={code} open className="rounded-card border border-divider">
                  <summary className="flex flex-wrap items-center gap-2 px-4 py-2 font-semibold">
                    <Code>{code}</Code>
                    <span className="font-normal text-muted">{messages.objectErrors(errors.length)}</span>
                  </summary>
                  <ul className="divide-y divide-divider border-t border-divider">
                    {errors.map((error) => (
                      <li key={error.id} className="flex flex-col gap-1 px-4 py-2">
                        {error.csId === null ? (
                          <bdi className="font-semibold break-words">{error.name}</bdi>
                        ) : (
                          <Link
                            className="row-link w-fit"
                            href={`/sync/connectors/${run.connectorId}/objects/${error.csId}`}
                          >
                            <bdi>{error.name}</bdi>
                          </Link>
                        )}
                        <p className="break-words">{error.message}</p>
                      </li>
                    ))}
                  </ul>
                </details>
              ))}
              {query.hasNextPage ? (
                <Button busy={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
                  Load more
                </Button>
              ) : null}
            </>
          )
        }
      </Loaded>
    </section>
  )
}
