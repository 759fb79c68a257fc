import { Circle } from 'lucide-react'
import type { TestResult } from '../../../../_shell/api-types.ts'
import { Code } from '../../../../_ui/dn.tsx'
import { formatDuration } from '../../../../_ui/format.ts'
import { Pill } from '../../../../_ui/pill.tsx'
import { Spinner } from '../../../../_ui/spinner.tsx'
import { messages } from '../messages.ts'

type TestName = TestResult['name']

/** Checks in the order the server makes them. */
export const DIRECTORY_TESTS: readonly TestName[] = [
  'resolve',
  'connect',
  'tls',
  'bind',
  'read',
  'account',
  'replication',
]

type TestListProps = { names: readonly TestName[]; results: readonly TestResult[]; running: boolean }

/** The checks of a connection test, each with its result, time, cause and fix. */
export function TestList({ names, results, running }: TestListProps) {
  const failed = results.some(({ ok }) => !ok)
  return (
    <ol
      aria-live="polite"
      aria-busy={running}
      className="divide-y divide-divider rounded-card border border-divider"
    >
      {names.map((name) => {
        const result = results.find((each) => each.name === name)
        return (
          <li key={name} className="flex flex-col gap-1 px-4 py-2">
            <div className="flex flex-wrap items-center gap-2">
              <span className="flex-1 font-semibold">{messages.tests[name]}</span>
              {result === undefined ? (
                <Pending running={running} skipped={failed} />
              ) : (
                <>
                  <span className="text-caption text-muted">{formatDuration(result.elapsedMs)}</span>
                  <Verdict result={result} />
                </>
              )}
            </div>
            {result?.message === undefined ? null : <p className="break-words">{result.message}</p>}
            {result?.details === undefined ? null : <Details details={result.details} />}
          </li>
        )
      })}
    </ol>
  )
}

function Pending({ running, skipped }: { running: boolean; skipped: boolean }) {
  if (running) {
    return (
      <span className="flex items-center gap-2 text-muted">
        <Spinner />
        {messages.testStates.running}
      </span>
    )
  }
  return (
    <span className="flex items-center gap-2 text-muted">
      <Circle aria-hidden className="size-4" />
      {skipped ? messages.testStates.skipped : messages.testStates.waiting}
    </span>
  )
}

function Verdict({ result }: { result: TestResult }) {
  if (!result.ok) return <Pill status="error">{messages.testStates.failed}</Pill>
  if (result.warning) return <Pill status="warning">{messages.testStates.warning}</Pill>
  return <Pill status="healthy">{messages.testStates.ok}</Pill>
}

function Details({ details }: { details: Readonly<Record<string, string | number | boolean>> }) {
  return (
    <dl className="grid gap-x-4 text-caption sm:grid-cols-[auto_minmax(0,1fr)]">
      {Object.entries(details).map(([name, value]) => (
        <div key={name} className="contents">
          <dt className="text-muted">{name}</dt>
          <dd>
            <Code>{String(value)}</Code>
          </dd>
        </div>
      ))}
    </dl>
  )
}
