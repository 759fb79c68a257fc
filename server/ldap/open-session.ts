import { AppError } from '../errors.ts'
import { connectTcp, type Security, secureConnection } from './connect.ts'
import { connectionError, type ErrorSubject } from './ldap-error.ts'
import { LdapSession } from './session.ts'
import { trustedAuthorities } from './tls.ts'

export type SessionSettings = {
  /** Names or addresses, in order of preference. */
  readonly hosts: readonly string[]
  /** Default 636 for LDAPS, 389 for StartTLS. */
  readonly port?: number
  readonly security: Security
  /** The only authorities to trust, PEM. Default: those of Node and of the operating system. */
  readonly caCertificate?: string
  /** User principal name, DOMAIN\name or DN. */
  readonly account: string
  readonly password: string
  /** For each step of one host: connect, handshake, bind. Default 10 s. */
  readonly timeoutMs?: number
}

const DEFAULT_TIMEOUT_MS = 10_000

/**
 * A bound connection to the first host that lets us in. The next host is tried when one cannot be reached or trusted,
 * never after it refused the account: repeating a wrong password would lock it. Rejects with the first host's error;
 * `details.hosts` lists all when there were several.
 */
export async function openSession(settings: SessionSettings, signal: AbortSignal): Promise<LdapSession> {
  const authorities = trustedAuthorities(settings.caCertificate)
  assertAccount(settings)
  const failures: AppError[] = []
  for (const host of settings.hosts) {
    const subject = { host, port: portOf(settings), account: settings.account }
    try {
      return await openOn(subject, settings, authorities, signal)
    } catch (error) {
      signal.throwIfAborted()
      const failure = error instanceof AppError ? error : connectionError(error, subject)
      if (failure.code === 'ldap.bad_credentials' || failure.code === 'ldap.bind_refused') throw failure
      failures.push(failure)
    }
  }
  throw joined(settings.hosts, failures)
}

/** The port a connection goes to. */
export function portOf(settings: Pick<SessionSettings, 'port' | 'security'>): number {
  return settings.port ?? (settings.security === 'ldaps' ? 636 : 389)
}

/** Refuses what must not even be tried: no host, no password, an account that is not one of the three forms. */
export function assertAccount(settings: SessionSettings): void {
  if (settings.hosts.length === 0)
    throw invalid('ldap.host_missing', 'hosts', 'Enter at least one domain controller.')
  if (settings.password === '') {
    throw invalid('ldap.password_empty', 'password', `Enter the password of ${settings.account}.`)
  }
  if (!/[@\\=]/.test(settings.account)) {
    throw invalid(
      'ldap.account_malformed',
      'account',
      `"${settings.account}" is not an account. Enter it as name@domain, DOMAIN\\name or its distinguished name.`,
    )
  }
}

async function openOn(
  subject: ErrorSubject,
  settings: SessionSettings,
  authorities: string[],
  signal: AbortSignal,
): Promise<LdapSession> {
  const timeoutMs = settings.timeoutMs ?? DEFAULT_TIMEOUT_MS
  const socket = await connectTcp(subject, timeoutMs, signal)
  const abort = () => socket.destroy()
  signal.addEventListener('abort', abort)
  try {
    const tls = await secureConnection(socket, settings.security, authorities, subject, timeoutMs)
    const session = new LdapSession(tls, subject)
    await session.bind(settings.account, settings.password, timeoutMs).catch((error: unknown) => {
      session.close()
      throw error
    })
    return session
  } finally {
    signal.removeEventListener('abort', abort)
  }
}

function joined(hosts: readonly string[], failures: readonly AppError[]): AppError {
  const [first] = failures
  if (first === undefined) throw new RangeError('no host was tried')
  if (failures.length === 1) return first
  const others = failures.slice(1).map((failure) => failure.message)
  return new AppError(first.kind, first.code, [first.message, ...others].join(' '), {
    details: { hosts, codes: failures.map((failure) => failure.code) },
    cause: first,
  })
}

function invalid(code: string, field: string, message: string): AppError {
  return new AppError('invalid', code, message, { field })
}
