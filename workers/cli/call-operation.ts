import { text } from 'node:stream/consumers'
import { parseArgs } from 'node:util'
import { config } from '../../server/config.ts'
import { UsageError } from './usage-error.ts'

/**
 * `lockstep call`: runs an operation over HTTP with the token in LOCKSTEP_TOKEN, and returns its answer as JSON. The
 * input is the second argument, or standard input for `-`, which keeps secrets out of the list of processes.
 */
export async function callCommand(args: string[]): Promise<string> {
  const { positionals } = parseArgs({ args, options: {}, allowPositionals: true })
  const [operation, input = '{}'] = positionals
  if (operation === undefined || positionals.length > 2) {
    throw new UsageError(
      'call needs an operation and its input, for example: lockstep call sync.cycles.start \'{"policy":"delta"}\'',
    )
  }
  const body = input === '-' ? await text(process.stdin) : input
  assertJson(body)
  const token = process.env.LOCKSTEP_TOKEN
  const { url } = config()
  const response = await fetch(`${url}/api/v1/call/${encodeURIComponent(operation)}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...(token && { authorization: `Bearer ${token}` }) },
    body,
  }).catch((cause: unknown) => {
    throw new Error(`${url} does not answer. Is Lockstep running there? LOCKSTEP_URL says where.`, { cause })
  })
  const answer: unknown = await response.json().catch(() => undefined)
  if (response.ok) return JSON.stringify(answer, null, 2)
  throw new Error(failureText(response.status, answer))
}

function assertJson(text: string): void {
  try {
    JSON.parse(text)
  } catch {
    throw new UsageError(`The input is not JSON: ${text.slice(0, 80)}`)
  }
}

function failureText(status: number, answer: unknown): string {
  const body = JSON.stringify(answer ?? null, null, 2)
  const hint =
    status === 401
      ? '\nPut a token into LOCKSTEP_TOKEN: npx lockstep token create --role "Global Reader"'
      : ''
  return `HTTP ${status}\n${body}${hint}`
}
