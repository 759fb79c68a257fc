'use client'

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import Link from 'next/link'
import { useRouter } from 'next/navigation'
import { type ReactNode, useEffect, useState } from 'react'
import { api } from '../../../../_boundary/client.ts'
import { failureOf } from '../../../../_shell/failure.ts'
import { useMissingPermission } from '../../../../_shell/permissions.ts'
import { Button, ButtonLink } from '../../../../_ui/button.tsx'
import { Code } from '../../../../_ui/dn.tsx'
import { ErrorSummary, type FormProblem } from '../../../../_ui/error-summary.tsx'
import { Choice, TextField } from '../../../../_ui/field.tsx'
import { StatusIcon } from '../../../../_ui/pill.tsx'
import { partitionInputs } from '../../../_scope/selection.ts'
import { messages } from '../messages.ts'
import { type Step, stepHref } from '../steps.ts'
import { connectionOf, type Draft, hostsOf, suggestedName, useDraft } from './draft.tsx'

/** What will happen, how to start, and the button that does it. */
export function ReviewStep() {
  const router = useRouter()
  const queryClient = useQueryClient()
  const { draft, password, change, discard } = useDraft()
  const missing = useMissingPermission('connector.change')
  const [problems, setProblems] = useState<readonly FormProblem[]>([])
  const connectors = useQuery(api.connectors.list.queryOptions({ input: {} }))
  const connection = connectionOf(draft, password)
  const start = useMutation({
    mutationFn: async () => {
      if (connection === undefined) return
      await api.connectors.create.call({
        ...connection,
        name: suggestedName(draft).trim(),
        mode: draft.mode,
        ...(draft.partitions === undefined ? {} : { partitions: partitionInputs(draft.partitions) }),
      })
      return api.sync.cycles.start.call({ policy: 'full' })
    },
    onSuccess: (cycle) => {
      discard()
      void queryClient.invalidateQueries()
      router.push(`${stepHref('progress')}?cycle=${cycle?.id ?? ''}`)
    },
    onError: (error) => setProblems([failureOf(error)]),
  })
  const left = connection === undefined && !start.isPending && !start.isSuccess
  useEffect(() => {
    if (left) router.replace(stepHref('connect'))
  }, [left, router])
  const submit = () => {
    const named = suggestedName(draft).trim() !== ''
    setProblems(named ? [] : [{ field: 'name', message: messages.nameMissing }])
    if (named) start.mutate()
  }
  const sample = connectors.data?.items.some((connector) => connector.sample) === true
  return (
    <div className="flex flex-col gap-4">
      <h2 className="text-section font-semibold">{messages.steps.review}</h2>
      <ErrorSummary problems={problems} />
      <Summary draft={draft} />
      <TextField
        id="name"
        label={messages.name}
        value={draft.name || suggestedName(draft)}
        onChange={(event) => change({ name: event.target.value })}
        error={problems.find(({ field }) => field === 'name')?.message}
        required
      />
      {sample ? (
        <div className="flex gap-3 rounded-card bg-warning-tint px-4 py-3 text-warning">
          <StatusIcon status="warning" />
          <p>
            <strong>{messages.sampleTitle}.</strong> {messages.sampleText}
          </p>
        </div>
      ) : null}
      <fieldset className="flex flex-col gap-2">
        <legend className="mb-1 font-semibold">{messages.mode}</legend>
        <Choice
          name="mode"
          value="staging"
          checked={draft.mode === 'staging'}
          onChoose={() => change({ mode: 'staging' })}
          label={messages.staging}
          help={messages.stagingHelp}
        />
        <Choice
          name="mode"
          value="active"
          checked={draft.mode === 'active'}
          onChoose={() => change({ mode: 'active' })}
          label={messages.active}
          help={messages.activeHelp}
        />
      </fieldset>
      <div className="flex flex-wrap gap-2">
        <ButtonLink href={stepHref(draft.express ? 'connect' : 'domains')}>{messages.back}</ButtonLink>
        <Button
          variant="primary"
          busy={start.isPending || start.isSuccess}
          disabledReason={missing}
          onClick={submit}
        >
          {draft.mode === 'staging' ? messages.startStaging : messages.startActive}
        </Button>
      </div>
    </div>
  )
}

function Summary({ draft }: { draft: Draft }) {
  const isAd = draft.kind === 'active-directory'
  const elapsed = draft.tested.reduce((sum, { elapsedMs }) => sum + elapsedMs, 0)
  return (
    <dl className="divide-y divide-divider rounded-card border border-divider">
      <Line label={messages.kind} step="choose">
        {isAd ? messages.kindAd : messages.kindLdif}
      </Line>
      {isAd ? (
        <Line label={messages.hosts} step="connect">
          <Code>{hostsOf(draft).join(', ')}</Code>
          {draft.tested.length === 0 ? null : (
            <p className="text-caption text-muted">{messages.testPassed(draft.tested.length, elapsed)}</p>
          )}
        </Line>
      ) : (
        <Line label={messages.file} step="connect">
          {draft.upload === null ? '' : messages.uploaded(draft.upload.name, draft.upload.entries)}
        </Line>
      )}
      {isAd ? (
        <Line label={messages.account} step="connect">
          <Code>{draft.account}</Code>
        </Line>
      ) : null}
      <Line label={messages.scope} step="domains">
        {draft.partitions === undefined ? (
          messages.wholeForest
        ) : (
          <ul>
            {draft.partitions.map(({ dn, include, exclude }) => (
              <li key={dn} className="break-words">
                {messages.partitionScope(dn, include.length, exclude.length)}
              </li>
            ))}
          </ul>
        )}
      </Line>
    </dl>
  )
}

function Line({ label, step, children }: { label: string; step: Step; children: ReactNode }) {
  return (
    <div className="flex flex-wrap items-start gap-x-4 px-4 py-2">
      <dt className="w-40 text-muted">{label}</dt>
      <dd className="flex min-w-48 flex-1 items-start justify-between gap-3">
        <div className="min-w-0">{children}</div>
        <Link className="link" href={stepHref(step)} aria-label={messages.changeWhat(label)}>
          {messages.change}
        </Link>
      </dd>
    </div>
  )
}
