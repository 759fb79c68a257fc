import { AppError } from '../server/errors.ts'

/** Ends the process with status 1 and says why on standard error. */
export function endWithFailure(error: unknown): never {
  process.stderr.write(`${describeFailure(error)}\n`)
  process.exit(1)
}

/** The message and those of its causes; a defect of Lockstep itself comes with its stack. */
export function describeFailure(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  if (error instanceof AppError) return error.message
  if (error instanceof TypeError || error instanceof ReferenceError) return error.stack ?? error.message
  return error.cause === undefined ? error.message : `${error.message}\n${describeFailure(error.cause)}`
}
