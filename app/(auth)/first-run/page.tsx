import type { Metadata } from 'next'
import { redirect } from 'next/navigation'
import { firstRunOpen } from '../../_boundary/context.ts'
import { FirstRunForm } from './_components/first-run-form.tsx'
import { messages } from './messages.ts'

export const metadata: Metadata = { title: messages.title }

export default async function FirstRunPage() {
  if (!(await firstRunOpen())) redirect('/sign-in')
  return (
    <>
      <h1 className="text-title font-semibold">{messages.title}</h1>
      <p className="mb-4 text-muted">{messages.intro}</p>
      <FirstRunForm />
    </>
  )
}
