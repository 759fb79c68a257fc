import { AppError } from '../errors.ts'
import { log } from '../log.ts'

/** The body of every failed request. `message` is plain text for people. */
export type ErrorBody = {
  readonly code: string
  readonly message: string
  readonly field?: string
  readonly details?: Readonly<Record<string, unknown>>
  readonly correlationId: string
}

export type ErrorAnswer = { readonly status: number; readonly body: ErrorBody }

/**
 * The answer to a request that failed. An error that is not an AppError becomes a generic 500: what it says stays in
 * the log, where `correlationId` finds it.
 */
export function toErrorAnswer(error: unknown, correlationId: string): ErrorAnswer {
  if (!(error instanceof AppError)) {
    log.error({ err: error, correlationId }, 'unexpected error')
    const message = `Lockstep failed unexpectedly. The log says why under the correlation id ${correlationId}.`
    return { status: 500, body: { code: 'internal', message, correlationId } }
  }
  const { status, code, message, field, details } = error
  return {
    status,
    body: { code, message, ...(field && { field }), ...(details && { details }), correlationId },
  }
}
