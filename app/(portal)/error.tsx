'use client'

import { failureOf } from '../_shell/failure.ts'
import { FailureState } from '../_ui/states.tsx'

export default function PageError({
  error,
  reset,
}: {
  error: Error & { digest?: string }
  reset: () => void
}) {
  const failure = failureOf(error)
  return (
    <>
      <h1 className="mb-4 text-title font-semibold">This page could not be shown</h1>
      <FailureState
        failure={{ ...failure, correlationId: failure.correlationId ?? error.digest }}
        retry={reset}
      />
    </>
  )
}
