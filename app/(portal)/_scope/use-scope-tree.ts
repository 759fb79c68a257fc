'use client'

import { useCallback, useEffect, useState } from 'react'
import { failureOf } from '../../_shell/failure.ts'
import type { Failure } from '../../_ui/states.tsx'
import type { Partition, ScopeNode, ScopeTree } from './selection.ts'

/** The domains (no parent) or the children of one container. */
export type LoadContainers = (parentGuid: string | undefined) => Promise<readonly ScopeNode[]>

export type ScopeTreeReading = {
  readonly tree: ScopeTree | undefined
  readonly failure: Failure | undefined
  readonly open: (guid: string) => void
  readonly retry: () => void
}

/**
 * Reads the tree as it is opened: domains and their first level at once, the rest when asked for. `stored` is the
 * selection to start from.
 */
export function useScopeTree(load: LoadContainers, stored: readonly Partition[]): ScopeTreeReading {
  const [tree, setTree] = useState<ScopeTree>()
  const [failure, setFailure] = useState<Failure>()
  const [attempt, setAttempt] = useState(0)

  // biome-ignore lint/correctness/useExhaustiveDependencies: a new attempt reads again, another selection does not
  useEffect(() => {
    let current = true
    const read = async () => {
      const domains = await load(undefined)
      const below = await Promise.all(domains.map(async ({ guid }) => [guid, await load(guid)] as const))
      if (current) setTree({ domains, children: new Map(below), stored })
    }
    setFailure(undefined)
    read().catch((error: unknown) => {
      if (current) setFailure(failureOf(error))
    })
    return () => {
      current = false
    }
  }, [load, attempt])

  const open = useCallback(
    (guid: string) => {
      load(guid)
        .then((children) =>
          setTree((before) =>
            before === undefined
              ? before
              : { ...before, children: new Map(before.children).set(guid, children) },
          ),
        )
        .catch((error: unknown) => setFailure(failureOf(error)))
    },
    [load],
  )
  const retry = useCallback(() => setAttempt((before) => before + 1), [])
  return { tree, failure, open, retry }
}
