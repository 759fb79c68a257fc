import type { Metadata } from 'next'
import { redirect } from 'next/navigation'
import { firstRunOpen } from '../../_boundary/context.ts'
import { SignInForm } from './_components/sign-in-form.tsx'
import { messages } from './messages.ts'

export const metadata: Metadata = { title: messages.title }

export default async function SignInPage({
  searchParams,
}: {
  searchParams: Promise<{ callbackUrl?: string | string[] }>
}) {
  if (await firstRunOpen()) redirect('/first-run')
  const { callbackUrl } = await searchParams
  return (
    <>
      <h1 className="mb-4 text-title font-semibold">{messages.title}</h1>
      <SignInForm returnTo={localPath(callbackUrl)} />
    </>
  )
}

/** Only addresses inside the portal are followed after sign-in. */
function localPath(wanted: string | string[] | undefined): string {
  const path = typeof wanted === 'string' ? wanted : '/home'
  return path.startsWith('/') && !path.startsWith('//') && !path.includes('\\') ? path : '/home'
}
