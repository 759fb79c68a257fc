import { BlockList, isIP } from 'node:net'
import { resolve } from 'node:path'
import { z } from 'zod'
import { AppError } from './errors.ts'

/** The environment, parsed. Directories and files are absolute; `url` is an origin without a trailing slash. */
export type Config = {
  /** Port of the portal. */
  readonly port: number
  /** Address the portal listens on. */
  readonly host: string
  /** Origin under which browsers reach the portal. `https:` makes cookies Secure. */
  readonly url: string
  readonly secureCookies: boolean
  /** Addresses and CIDR networks whose X-Forwarded-For is believed. Empty: nobody's. */
  readonly trustedProxies: readonly string[]
  /** Undefined: the embedded PostgreSQL. */
  readonly databaseUrl: string | undefined
  /** Holds the embedded database and, by default, the sealing key. */
  readonly dataDirectory: string
  readonly keyFile: string
  /** Whether the sample forest is connected when there is no connector. */
  readonly sample: boolean
  /** The first administrator to create unattended. Only the supervisor ever sees it. */
  readonly admin: { readonly email: string; readonly password: string } | undefined
}

type Environment = Readonly<Record<string, string | undefined>>

/** Names this product knows beside its configuration: read by the command line, the lab and the tests. */
const FOREIGN = /^LOCKSTEP_(TOKEN$|TEST_|LAB_)/

const LOOPBACK = new BlockList()
LOOPBACK.addSubnet('127.0.0.0', 8)
LOOPBACK.addAddress('::1', 'ipv6')

const PORT_HINT = 'a whole number from 1 to 65535, for example 3000'

const variables = {
  PORT: z.coerce.number(PORT_HINT).int(PORT_HINT).min(1, PORT_HINT).max(65535, PORT_HINT).default(3000),
  LOCKSTEP_HOST: z
    .string()
    .refine((host) => host === 'localhost' || isIP(host) !== 0, 'an IP address such as 127.0.0.1 or 0.0.0.0')
    .default('127.0.0.1'),
  LOCKSTEP_URL: z
    .string()
    .refine(isOrigin, 'scheme, host and port only, for example https://sync.example.com')
    .optional(),
  LOCKSTEP_TRUSTED_PROXIES: z
    .string()
    .transform((text) => text.split(/[\s,]+/).filter((entry) => entry !== ''))
    .refine((entries) => entries.every(isNetwork), 'addresses or networks such as 10.0.0.1, 192.168.0.0/16')
    .default([]),
  DATABASE_URL: z
    .string()
    .refine(isPostgresUrl, 'a URL such as postgresql://user:password@host:5432/lockstep')
    .optional(),
  LOCKSTEP_DATA_DIR: z.string().default('./data'),
  LOCKSTEP_KEY_FILE: z.string().optional(),
  LOCKSTEP_SAMPLE: z.enum(['on', 'off'], 'on or off').default('on'),
  LOCKSTEP_ADMIN_EMAIL: z.email('an e-mail address such as admin@example.com').optional(),
  LOCKSTEP_ADMIN_PASSWORD: z.string().optional(),
}

const environmentSchema = z.object(variables)

/** The names of all configuration variables. */
export const CONFIG_VARIABLES: readonly string[] = Object.keys(variables)

/** Values that must not be repeated in a message. */
const SECRET = new Set(['DATABASE_URL', 'LOCKSTEP_ADMIN_PASSWORD'])

let current: Config | undefined

/** This process's configuration, parsed at the first call and never again. Throws like `parseConfig`. */
export function config(): Config {
  current ??= parseConfig(process.env)
  return current
}

/**
 * Parses an environment. An empty value counts as unset. Throws `config.invalid`, whose message lists every problem
 * with variable, cause and fix; `details.problems` holds the same lines.
 */
export function parseConfig(environment: Environment): Config {
  const given = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== ''))
  const parsed = environmentSchema.safeParse(given)
  const problems = [
    ...unknownVariables(given),
    ...(parsed.success ? [] : parsed.error.issues.map((issue) => describe(issue, given))),
    ...contradictions(given),
  ]
  if (!parsed.success || problems.length > 0) throw invalid(problems)
  return freeze(parsed.data)
}

/** Whether only this machine can reach `host`. */
export function isLoopback(host: string): boolean {
  if (host === 'localhost') return true
  return LOOPBACK.check(host, isIP(host) === 6 ? 'ipv6' : 'ipv4')
}

function freeze(values: z.output<typeof environmentSchema>): Config {
  const url = new URL(values.LOCKSTEP_URL ?? `http://localhost:${values.PORT}`)
  const dataDirectory = resolve(values.LOCKSTEP_DATA_DIR)
  const email = values.LOCKSTEP_ADMIN_EMAIL
  const password = values.LOCKSTEP_ADMIN_PASSWORD
  return Object.freeze({
    port: values.PORT,
    host: values.LOCKSTEP_HOST,
    url: url.origin,
    secureCookies: url.protocol === 'https:',
    trustedProxies: Object.freeze(values.LOCKSTEP_TRUSTED_PROXIES),
    databaseUrl: values.DATABASE_URL,
    dataDirectory,
    keyFile: resolve(values.LOCKSTEP_KEY_FILE ?? `${dataDirectory}/sealing.key`),
    sample: values.LOCKSTEP_SAMPLE === 'on',
    admin: email && password ? Object.freeze({ email, password }) : undefined,
  })
}

function invalid(problems: readonly string[]): AppError {
  const list = problems.map((problem) => `  ${problem}`).join('\n')
  return new AppError('invalid', 'config.invalid', `Lockstep cannot start with this environment:\n${list}`, {
    details: { problems },
  })
}

function describe(issue: z.core.$ZodIssue, given: Environment): string {
  const name = String(issue.path[0])
  const value = SECRET.has(name) ? 'its value' : JSON.stringify(given[name])
  return `${name}: ${value} is not usable; it must be ${issue.message}.`
}

function contradictions(given: Environment): string[] {
  const problems: string[] = []
  const host = given.LOCKSTEP_HOST
  if (host !== undefined && isIP(host) !== 0 && !isLoopback(host) && !given.LOCKSTEP_URL) {
    problems.push(
      `LOCKSTEP_URL: missing although LOCKSTEP_HOST=${host} opens the portal to the network; ` +
        'set it to the address people type, for example https://sync.example.com.',
    )
  }
  if (Boolean(given.LOCKSTEP_ADMIN_EMAIL) !== Boolean(given.LOCKSTEP_ADMIN_PASSWORD)) {
    const missing = given.LOCKSTEP_ADMIN_EMAIL ? 'LOCKSTEP_ADMIN_PASSWORD' : 'LOCKSTEP_ADMIN_EMAIL'
    problems.push(
      `${missing}: missing; set LOCKSTEP_ADMIN_EMAIL and LOCKSTEP_ADMIN_PASSWORD both, or neither.`,
    )
  }
  return problems
}

function unknownVariables(given: Environment): string[] {
  return Object.keys(given)
    .filter((name) => name.startsWith('LOCKSTEP_') && !CONFIG_VARIABLES.includes(name) && !FOREIGN.test(name))
    .map((name) => `${name}: there is no such variable; did you mean ${closest(name)}? Correct or remove it.`)
}

function closest(name: string): string {
  const known = CONFIG_VARIABLES.filter((variable) => variable.startsWith('LOCKSTEP_'))
  const ranked = known.map((variable) => ({ variable, distance: editDistance(name, variable) }))
  return ranked.reduce((best, next) => (next.distance < best.distance ? next : best)).variable
}

/** Levenshtein distance. */
function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index)
  for (let i = 1; i <= a.length; i++) {
    const next = [i]
    for (let j = 1; j <= b.length; j++) {
      const replace = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1)
      next.push(Math.min(replace, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1))
    }
    row = next
  }
  return row[b.length] ?? 0
}

function isOrigin(text: string): boolean {
  const url = URL.parse(text)
  if (!url || !['http:', 'https:'].includes(url.protocol)) return false
  return url.pathname === '/' && !url.search && !url.hash && !url.username && !url.password
}

function isPostgresUrl(text: string): boolean {
  return ['postgresql:', 'postgres:'].includes(URL.parse(text)?.protocol ?? '')
}

function isNetwork(text: string): boolean {
  const [address = '', bits, rest] = text.split('/')
  const family = isIP(address)
  if (family === 0 || rest !== undefined) return false
  if (bits === undefined) return true
  return /^\d{1,3}$/.test(bits) && Number(bits) <= (family === 6 ? 128 : 32)
}
