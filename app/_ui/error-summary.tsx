'use client'

import { useEffect, useRef } from 'react'

export type FormProblem = { readonly field?: string | undefined; readonly message: string }

/** All problems of a form, focused when they appear, each linking to its field (by element id). */
export function ErrorSummary({ problems }: { problems: readonly FormProblem[] }) {
  const box = useRef<HTMLDivElement>(null)
  useEffect(() => {
    if (problems.length > 0) box.current?.focus()
  }, [problems])
  if (problems.length === 0) return null
  return (
    <div
      ref={box}
      role="alert"
      tabIndex={-1}
      className="rounded-card border-2 border-danger bg-error-tint px-4 py-3 text-error"
    >
      <p className="font-semibold">
        {problems.length === 1 ? 'There is a problem' : `There are ${problems.length} problems`}
      </p>
      <ul className="mt-1 list-disc ps-5">
        {problems.map((problem) => (
          <li key={`${problem.field ?? ''}${problem.message}`}>
            {problem.field === undefined ? (
              problem.message
            ) : (
              <a className="inline-flex min-h-6 items-center underline" href={`#${problem.field}`}>
                {problem.message}
              </a>
            )}
          </li>
        ))}
      </ul>
    </div>
  )
}
