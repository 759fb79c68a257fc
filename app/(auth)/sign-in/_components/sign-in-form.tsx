'use client'

import { signIn } from 'next-auth/react'
import { type FormEvent, useState } from 'react'
import { Button } from '../../../_ui/button.tsx'
import { ErrorSummary, type FormProblem } from '../../../_ui/error-summary.tsx'
import { PasswordField, TextField } from '../../../_ui/field.tsx'
import { messages } from '../messages.ts'

export function SignInForm({ returnTo }: { returnTo: string }) {
  const [problems, setProblems] = useState<readonly FormProblem[]>([])
  const [busy, setBusy] = useState(false)

  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    if (busy) return
    const form = new FormData(event.currentTarget)
    const email = String(form.get('email') ?? '').trim()
    const password = String(form.get('password') ?? '')
    const missing: FormProblem[] = []
    if (email === '') missing.push({ field: 'email', message: messages.emailMissing })
    if (password === '') missing.push({ field: 'password', message: messages.passwordMissing })
    if (missing.length > 0) return setProblems(missing)
    setBusy(true)
    const answer = await signIn('credentials', { redirect: false, email, password }).catch(() => undefined)
    if (answer?.ok) {
      // A full load, so that nothing of the signed-out page survives.
      window.location.assign(returnTo)
      return
    }
    setBusy(false)
    setProblems([{ message: answer === undefined ? messages.unreachable : messages.refused }])
  }

  const errorOf = (field: string) => problems.find((problem) => problem.field === field)?.message
  return (
    <form onSubmit={submit} noValidate method="post" className="flex flex-col gap-4">
      <ErrorSummary problems={problems} />
      <TextField
        id="email"
        name="email"
        type="email"
        label={messages.email}
        autoComplete="username"
        required
        error={errorOf('email')}
      />
      <PasswordField
        id="password"
        name="password"
        label={messages.password}
        autoComplete="current-password"
        required
        error={errorOf('password')}
      />
      <Button type="submit" variant="primary" busy={busy}>
        {messages.submit}
      </Button>
    </form>
  )
}
