import { AppError } from '../errors.ts'
import type { RunState } from './run-context.ts'
import type { RunProfile } from './start-cycle.ts'

/** How a step that failed as a whole is shown in the run history. */
export type StepFailure = {
  readonly state: RunState
  readonly error: { readonly code: string; readonly message: string }
}

const STATES: readonly [pattern: RegExp, state: RunState][] = [
  [/^ldap\.(bad_credentials|account_|insufficient_rights)/, 'stopped-bad-server-credentials'],
  [/^secret\./, 'no-start-credentials'],
  [/^ldap\.(partition|container)/, 'no-start-partition'],
  [/^(ldap|ldif)\.(empty_answer|scope_empty|scope_changed)/, 'stopped-error'],
  [/^(ldap|ldif|upload)\./, 'stopped-server-down'],
  [/^sync\.no_full_import$/, 'no-start-no-full-import'],
  [/^sync\.staging$/, 'no-start-staging'],
]

/** Maps an error to a run state and what people are told. Unknown errors become a general text; the log has them. */
export function failureOf(error: unknown, profile: RunProfile): StepFailure {
  if (error instanceof AppError) {
    const state = STATES.find(([pattern]) => pattern.test(error.code))?.[1] ?? 'stopped-error'
    return { state, error: { code: error.code, message: error.message } }
  }
  return {
    state: 'stopped-error',
    error: {
      code: 'sync.unexpected',
      message: `The step ${profile} stopped because of an unexpected error. The worker's log has the details; the next cycle tries again.`,
    },
  }
}

/**
 * SQLSTATE classes 22 (data exception), 23 (constraint violation) and 54 (limits, such as a value too long for an
 * index): the rows are at fault, not the database.
 */
export function isRefusedData(error: unknown): boolean {
  return error instanceof Error && 'code' in error && /^(22|23|54)/.test(String(error.code))
}

/** True when the database itself went away: the slice is repeated, the run is not at fault. */
export function isDatabaseFailure(error: unknown): boolean {
  if (!(error instanceof Error) || error instanceof AppError) return false
  const code = 'code' in error && typeof error.code === 'string' ? error.code : ''
  return (
    /^(57P|08|53|40)/.test(code) ||
    /^ECONN(REFUSED|RESET)$/.test(code) ||
    /Connection terminated/.test(error.message)
  )
}
