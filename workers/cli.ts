import { callCommand } from './cli/call-operation.ts'
import { createTokenCommand } from './cli/create-token.ts'
import { UsageError } from './cli/usage-error.ts'

const USAGE = `Usage:
  lockstep token create --role "<role>" [--name <name>] [--expires <days>d]
  lockstep call <operation> ['<json>' | -]
`

/** Results go to standard output, everything else to standard error. Status 2: called wrongly. */
async function run([first, second, ...rest]: string[]): Promise<string> {
  if (first === 'token' && second === 'create') return createTokenCommand(rest)
  if (first === 'call') return callCommand(second === undefined ? [] : [second, ...rest])
  throw new UsageError(
    first === undefined ? 'What shall be done?' : `There is no command "${first} ${second ?? ''}".`,
  )
}

// What parseArgs throws for an unknown or incomplete option.
function isUsageError(error: unknown): error is Error {
  if (error instanceof UsageError) return true
  return error instanceof TypeError && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS')
}

try {
  process.stdout.write(`${await run(process.argv.slice(2))}\n`)
} catch (error) {
  const message = error instanceof Error ? error.message : String(error)
  process.stderr.write(isUsageError(error) ? `${message}\n\n${USAGE}` : `${message}\n`)
  process.exitCode = isUsageError(error) ? 2 : 1
}
