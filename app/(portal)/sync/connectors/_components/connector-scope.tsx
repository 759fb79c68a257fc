'use client'

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useCallback, useState } from 'react'
import { toast } from 'sonner'
import { api } from '../../../../_boundary/client.ts'
import type { ConnectorItem } from '../../../../_shell/api-types.ts'
import { failureOf } from '../../../../_shell/failure.ts'
import { Loaded } from '../../../../_shell/loaded.tsx'
import { useMissingPermission } from '../../../../_shell/permissions.ts'
import { Button } from '../../../../_ui/button.tsx'
import { ScopeTreeView } from '../../../_scope/scope-tree.tsx'
import { type Marks, marksOf, partitionInputs, partitionsOf } from '../../../_scope/selection.ts'
import { useScopeTree } from '../../../_scope/use-scope-tree.ts'
import { messages } from '../messages.ts'
import { connectorQuery } from '../queries.ts'

/** The domains and OUs a saved connector reads. */
export function ConnectorScope({ id }: { id: string }) {
  const query = useQuery(connectorQuery(api, id))
  return (
    <Loaded query={query}>
      {(connector) =>
        connector.type === 'cloud-directory' ? (
          <p>{messages.scopeFixed}</p>
        ) : (
          <ScopeEditor connector={connector} />
        )
      }
    </Loaded>
  )
}

function ScopeEditor({ connector }: { connector: ConnectorItem }) {
  const { id } = connector
  const queryClient = useQueryClient()
  const missing = useMissingPermission('connector.change')
  const [edited, setEdited] = useState<Marks>()
  const load = useCallback(
    async (parent: string | undefined) => (await api.connectors.savedContainers.call({ id, parent })).nodes,
    [id],
  )
  const reading = useScopeTree(load, connector.partitions)
  const save = useMutation(
    api.connectors.setScope.mutationOptions({
      onSuccess: () => {
        toast.success(messages.scopeSaved)
        setEdited(undefined)
        void queryClient.invalidateQueries({ queryKey: api.connectors.key() })
      },
      onError: (error) => toast.error(failureOf(error).message, { duration: Number.POSITIVE_INFINITY }),
    }),
  )
  const { tree } = reading
  const marks = edited ?? marksOf(tree?.domains ?? [], connector.partitions)
  const partitions = tree === undefined ? [] : partitionsOf(tree, marks)
  const reason =
    missing ??
    (edited === undefined
      ? messages.scopeUnchanged
      : partitions.length === 0
        ? messages.scopeNothing
        : undefined)
  return (
    <div className="flex max-w-3xl flex-col gap-4">
      <p className="text-muted">{messages.scopeIntro}</p>
      <ScopeTreeView reading={reading} marks={marks} onChange={setEdited} />
      <div>
        <Button
          variant="primary"
          busy={save.isPending}
          disabledReason={reason}
          onClick={() => save.mutate({ id, partitions: partitionInputs(partitions) })}
        >
          {messages.scopeSave}
        </Button>
      </div>
    </div>
  )
}
