'use client'

import { useMutation } from '@tanstack/react-query'
import { useRouter } from 'next/navigation'
import { type FormEvent, useState } from 'react'
import { api } from '../../../../_boundary/client.ts'
import type { TestResult } from '../../../../_shell/api-types.ts'
import { failureOf } from '../../../../_shell/failure.ts'
import { useMissingPermission } from '../../../../_shell/permissions.ts'
import { Button, ButtonLink } from '../../../../_ui/button.tsx'
import { ErrorSummary, type FormProblem } from '../../../../_ui/error-summary.tsx'
import { Choice, fileInputClass, PasswordField, TextArea, TextField } from '../../../../_ui/field.tsx'
import { messages } from '../messages.ts'
import { stepHref } from '../steps.ts'
import { connectionOf, type Draft, hostsOf, suggestedName, useDraft } from './draft.tsx'
import { DIRECTORY_TESTS, TestList } from './test-list.tsx'

/** Where the forest is and who reads it, tested before the wizard goes on. */
export function ConnectStep() {
  const router = useRouter()
  const { draft, password, change, setPassword } = useDraft()
  const missing = useMissingPermission('connector.test')
  const [problems, setProblems] = useState<readonly FormProblem[]>([])
  const next = stepHref(draft.express ? 'review' : 'domains')
  const test = useMutation(
    api.connectors.test.mutationOptions({
      onSuccess: ({ steps }) => {
        change({ tested: steps, name: suggestedName(draft) })
        if (steps.every(({ ok, warning }) => ok && !warning)) router.push(next)
        setProblems(steps.filter(({ ok }) => !ok).map(problemOf))
      },
      onError: (error) => {
        const { field, message } = failureOf(error)
        setProblems([{ field: field?.replace('connection.', ''), message }])
      },
    }),
  )
  const results = test.data?.steps ?? []
  const warned = results.length > 0 && results.every(({ ok }) => ok) && results.some(({ warning }) => warning)

  const submit = (event: FormEvent) => {
    event.preventDefault()
    const found = problemsOf(draft, password)
    setProblems(found)
    const connection = connectionOf(draft, password)
    if (found.length === 0 && connection !== undefined && !test.isPending) test.mutate(connection)
  }
  const set = (field: keyof Draft) => (event: { target: { value: string } }) => {
    test.reset()
    change({ [field]: event.target.value })
  }
  const errorOf = (field: string) => problems.find((problem) => problem.field === field)?.message

  return (
    <form noValidate onSubmit={submit} className="flex flex-col gap-4">
      <h2 className="text-section font-semibold">{messages.connectAd}</h2>
      <ErrorSummary problems={problems} />
      {password === '' && draft.tested.length > 0 ? (
        <p className="rounded-card bg-running-tint px-4 py-2 text-running">{messages.passwordAgain}</p>
      ) : null}
      <TextField
        id="hosts"
        label={messages.hosts}
        help={messages.hostsHelp}
        value={draft.hosts}
        onChange={set('hosts')}
        error={errorOf('hosts')}
        dir="ltr"
        spellCheck={false}
        autoCapitalize="none"
        required
      />
      <TextField
        id="account"
        label={messages.account}
        help={messages.accountHelp}
        value={draft.account}
        onChange={set('account')}
        error={errorOf('account')}
        dir="ltr"
        spellCheck={false}
        autoCapitalize="none"
        autoComplete="off"
        required
      />
      <PasswordField
        id="password"
        label={messages.password}
        value={password}
        onChange={(event) => {
          test.reset()
          setPassword(event.target.value)
        }}
        error={errorOf('password')}
        autoComplete="off"
        required
      />
      <fieldset className="flex flex-col gap-2">
        <legend className="mb-1 font-semibold">{messages.security}</legend>
        <Choice
          name="security"
          value="ldaps"
          checked={draft.security === 'ldaps'}
          onChoose={() => change({ security: 'ldaps' })}
          label={messages.ldaps}
          help={messages.ldapsHelp}
        />
        <Choice
          name="security"
          value="starttls"
          checked={draft.security === 'starttls'}
          onChoose={() => change({ security: 'starttls' })}
          label={messages.starttls}
          help={messages.starttlsHelp}
        />
      </fieldset>
      <details open={draft.caCertificate !== '' || ['port', 'caCertificate'].some(errorOf)}>
        <summary className="w-fit py-1 font-semibold text-accent">{messages.advanced}</summary>
        <div className="flex flex-col gap-4 pt-3">
          <TextField
            id="port"
            label={messages.port}
            help={messages.portHelp}
            inputMode="numeric"
            value={draft.port}
            onChange={set('port')}
            error={errorOf('port')}
          />
          <CaCertificate
            value={draft.caCertificate}
            error={errorOf('caCertificate')}
            onChange={(caCertificate) => change({ caCertificate })}
          />
          <TextField
            id="name"
            label={messages.name}
            help={messages.nameHelp}
            value={draft.name}
            onChange={set('name')}
            error={errorOf('name')}
          />
        </div>
      </details>
      {test.isPending || results.length > 0 ? (
        <section aria-label={messages.testing}>
          <TestList names={DIRECTORY_TESTS} results={results} running={test.isPending} />
        </section>
      ) : null}
      <div className="flex flex-wrap gap-2">
        <ButtonLink href={stepHref('choose')}>{messages.back}</ButtonLink>
        <Button
          type="submit"
          variant={warned ? 'secondary' : 'primary'}
          busy={test.isPending}
          disabledReason={missing}
        >
          {messages.test}
        </Button>
        {warned ? (
          <Button variant="primary" onClick={() => router.push(next)}>
            {messages.continueAnyway}
          </Button>
        ) : null}
      </div>
    </form>
  )
}

const FIELD_OF: Partial<Record<TestResult['name'], string>> = {
  resolve: 'hosts',
  connect: 'hosts',
  tls: 'caCertificate',
  bind: 'password',
  account: 'account',
}

/** A failed check, with the field to look at. */
function problemOf({ name, message }: TestResult): FormProblem {
  return {
    field: FIELD_OF[name],
    message: `${messages.tests[name]}: ${message ?? messages.testStates.failed}`,
  }
}

function problemsOf(draft: Draft, password: string): FormProblem[] {
  const problems: FormProblem[] = []
  if (hostsOf(draft).length === 0) problems.push({ field: 'hosts', message: messages.hostsMissing })
  if (draft.account.trim() === '') problems.push({ field: 'account', message: messages.accountMissing })
  if (password === '') problems.push({ field: 'password', message: messages.passwordMissing })
  const port = Number(draft.port)
  if (draft.port !== '' && !(Number.isInteger(port) && port > 0 && port < 65_536)) {
    problems.push({ field: 'port', message: messages.portWrong })
  }
  return problems
}

type CaCertificateProps = { value: string; error: string | undefined; onChange: (pem: string) => void }

function CaCertificate({ value, error, onChange }: CaCertificateProps) {
  return (
    <div className="flex flex-col gap-2">
      <TextArea
        id="caCertificate"
        label={messages.ca}
        help={messages.caHelp}
        rows={4}
        error={error}
        value={value}
        onChange={(event) => onChange(event.target.value)}
        dir="ltr"
        spellCheck={false}
      />
      <label className="flex w-fit flex-wrap items-center gap-2">
        {messages.caFile}
        <input
          type="file"
          accept=".pem,.crt,.cer"
          className={fileInputClass}
          onChange={async (event) => {
            const file = event.target.files?.[0]
            if (file !== undefined) onChange(await file.text())
          }}
        />
      </label>
    </div>
  )
}
