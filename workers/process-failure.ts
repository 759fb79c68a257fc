import { AppError } from '../server/errors.ts'

/**
 * Ends the process with status 1 and says why on standard error. Messages meant for people (AppError, and the plain
 * errors of `db`, which have no cause worth a stack) go out alone; `LOCKSTEP`'s own defects with their stack.
 */
export function endWithFailure(error: unknown): never {
  process.stderr.write(`${describeFailure(error)}\n`)
  process.exit(1)
}

export function describeFailure(error: unknown): string {
  if (error instanceof AppError) return error.message
  if (!(error instanceof Error)) return String(error)
  const isDefect =
    error instanceof TypeError || error instanceof ReferenceError || error.name === 'AssertionError'
  return isDefect ? (error.stack ?? error.message) : error.message
}
