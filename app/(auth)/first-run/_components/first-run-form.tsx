'use client'

import { useMutation } from '@tanstack/react-query'
import { signIn } from 'next-auth/react'
import { type FormEvent, useState } from 'react'
import { api } from '../../../_boundary/client.ts'
import { failureOf } from '../../../_shell/failure.ts'
import { Button } from '../../../_ui/button.tsx'
import { ErrorSummary, type FormProblem } from '../../../_ui/error-summary.tsx'
import { PasswordField, TextField } from '../../../_ui/field.tsx'
import { messages } from '../messages.ts'

const PASSWORD_MIN = 12

export function FirstRunForm() {
  const [problems, setProblems] = useState<readonly FormProblem[]>([])
  const complete = useMutation(
    api.access.firstRun.complete.mutationOptions({
      onSuccess: async (_, { email, password }) => {
        await signIn('credentials', { redirect: false, email, password })
        window.location.assign('/home')
      },
      onError: (error) => {
        const { field, message } = failureOf(error)
        setProblems([{ field, message }])
      },
    }),
  )

  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const form = new FormData(event.currentTarget)
    const code = String(form.get('code') ?? '').trim()
    const email = String(form.get('email') ?? '').trim()
    const password = String(form.get('password') ?? '')
    const found: FormProblem[] = []
    if (code === '') found.push({ field: 'code', message: messages.codeMissing })
    if (String(form.get('organisation') ?? '').trim() === '') {
      found.push({ field: 'organisation', message: messages.organisationMissing })
    }
    if (!email.includes('@')) found.push({ field: 'email', message: messages.emailMissing })
    if (password.length < PASSWORD_MIN) found.push({ field: 'password', message: messages.passwordShort })
    setProblems(found)
    if (found.length > 0 || complete.isPending) return
    const organisation = String(form.get('organisation') ?? '').trim()
    const { timeZone } = Intl.DateTimeFormat().resolvedOptions()
    complete.mutate({ code, email, password, organisation, timeZone })
  }

  const errorOf = (field: string) => problems.find((problem) => problem.field === field)?.message
  return (
    <form onSubmit={submit} noValidate method="post" className="flex flex-col gap-4">
      <ErrorSummary problems={problems} />
      <TextField
        id="code"
        name="code"
        label={messages.code}
        help={messages.codeHelp}
        autoComplete="one-time-code"
        spellCheck={false}
        dir="ltr"
        required
        error={errorOf('code')}
      />
      <TextField
        id="organisation"
        name="organisation"
        defaultValue={messages.organisationDefault}
        label={messages.organisation}
        help={messages.organisationHelp}
        autoComplete="organization"
        required
        error={errorOf('organisation')}
      />
      <TextField
        id="email"
        name="email"
        type="email"
        label={messages.email}
        help={messages.emailHelp}
        autoComplete="username"
        required
        error={errorOf('email')}
      />
      <PasswordField
        id="password"
        name="password"
        label={messages.password}
        help={messages.passwordHelp}
        autoComplete="new-password"
        required
        error={errorOf('password')}
      />
      <Button type="submit" variant="primary" busy={complete.isPending || complete.isSuccess}>
        {messages.submit}
      </Button>
    </form>
  )
}
