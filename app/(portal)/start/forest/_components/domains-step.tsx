'use client'

import { useRouter } from 'next/navigation'
import { useCallback, useEffect, useMemo, useState } from 'react'
import { api } from '../../../../_boundary/client.ts'
import { Button, ButtonLink } from '../../../../_ui/button.tsx'
import { messages as scopeMessages } from '../../../_scope/messages.ts'
import { ScopeTreeView } from '../../../_scope/scope-tree.tsx'
import { type Marks, markAll, marksOf, partitionsOf } from '../../../_scope/selection.ts'
import { useScopeTree } from '../../../_scope/use-scope-tree.ts'
import { messages } from '../messages.ts'
import { stepHref } from '../steps.ts'
import { connectionOf, useDraft } from './draft.tsx'

/** Which domains and OUs are read. */
export function DomainsStep() {
  const router = useRouter()
  const { draft, password, change } = useDraft()
  const connection = useMemo(() => connectionOf(draft, password), [draft, password])
  useEffect(() => {
    if (connection === undefined) router.replace(stepHref('connect'))
  }, [connection, router])
  const load = useCallback(
    async (parent: string | undefined) => {
      if (connection === undefined) return []
      return (await api.connectors.containers.call({ ...connection, parent })).nodes
    },
    [connection],
  )
  const reading = useScopeTree(load, draft.partitions ?? [])
  const [edited, setEdited] = useState<Marks>()
  const { tree } = reading
  const marks =
    edited ??
    (tree === undefined
      ? new Map<string, boolean>()
      : draft.partitions === undefined
        ? markAll(tree, true)
        : marksOf(tree.domains, draft.partitions))
  const partitions = tree === undefined ? undefined : partitionsOf(tree, marks)
  const proceed = () => {
    change({ partitions, express: false })
    router.push(stepHref('review'))
  }
  return (
    <div className="flex flex-col gap-4">
      <h2 className="text-section font-semibold">{messages.steps.domains}</h2>
      <p className="text-muted">{messages.domainsIntro}</p>
      <ScopeTreeView reading={reading} marks={marks} onChange={setEdited} />
      <div className="flex flex-wrap gap-2">
        <ButtonLink href={stepHref('connect')}>{messages.back}</ButtonLink>
        <Button
          variant="primary"
          disabledReason={
            partitions === undefined || partitions.length === 0 ? scopeMessages.nothing : undefined
          }
          onClick={proceed}
        >
          {messages.next}
        </Button>
      </div>
    </div>
  )
}
