import { lookup } from 'node:dns/promises'
import { connect, type Socket } from 'node:net'
import type { TLSSocket } from 'node:tls'
import { Client } from 'ldapts'
import type { AppError } from '../errors.ts'
import { connectionError, type ErrorSubject, timeoutError, tlsFailed } from './ldap-error.ts'
import { secure } from './tls.ts'

const START_TLS = '1.3.6.1.4.1.1466.20037'
const KEEP_ALIVE_MS = 30_000

export type Security = 'ldaps' | 'starttls'

/** The addresses of a host name; an address is returned as it is. Rejects with `ldap.host_not_found`. */
export async function resolveHost(subject: ErrorSubject, timeoutMs: number): Promise<readonly string[]> {
  const found = lookup(subject.host, { all: true }).catch((error: unknown) => {
    throw connectionError(error, subject)
  })
  const addresses = await within(found, timeoutMs, () =>
    connectionError(Object.assign(new Error('DNS did not answer'), { code: 'EAI_AGAIN' }), subject),
  )
  return addresses.map(({ address }) => address)
}

/** A TCP connection. Rejects with `ldap.connection_refused`, `ldap.timeout` …; aborting destroys it. */
export function connectTcp(subject: ErrorSubject, timeoutMs: number, signal: AbortSignal): Promise<Socket> {
  return new Promise((resolve, reject) => {
    signal.throwIfAborted()
    const socket = connect({ host: subject.host, port: subject.port })
    const fail = (error: unknown) => {
      settle()
      socket.on('error', () => {})
      socket.destroy()
      reject(error)
    }
    const abort = () => fail(signal.reason)
    const timer = setTimeout(() => fail(timeoutError(subject)), timeoutMs)
    const settle = () => {
      clearTimeout(timer)
      signal.removeEventListener('abort', abort)
      socket.removeAllListeners('error')
    }
    signal.addEventListener('abort', abort)
    socket.once('error', (error) => fail(connectionError(error, subject)))
    socket.once('connect', () => {
      settle()
      socket.setKeepAlive(true, KEEP_ALIVE_MS)
      socket.setNoDelay(true)
      // Whoever takes the socket next adds a listener; an error in between must not end the process.
      socket.on('error', () => {})
      resolve(socket)
    })
  })
}

/** Makes a connected socket a verified TLS connection, at once or after the StartTLS request [RFC 4511 4.14]. */
export async function secureConnection(
  socket: Socket,
  security: Security,
  authorities: string[],
  subject: ErrorSubject,
  timeoutMs: number,
): Promise<TLSSocket> {
  if (security === 'starttls') await requestStartTls(socket, subject, timeoutMs)
  return secure(socket, authorities, subject, timeoutMs)
}

/** Asks the server to start TLS; anything it says in clear text after its consent is dropped with the client. */
export async function requestStartTls(
  socket: Socket,
  subject: ErrorSubject,
  timeoutMs: number,
): Promise<void> {
  const client = new Client({ url: 'ldap://localhost', createConnection: () => socket })
  const asked = client.exop(START_TLS).catch((error: unknown) => {
    throw tlsFailed(subject, error)
  })
  try {
    await within(asked, timeoutMs, () => timeoutError(subject))
  } catch (error) {
    socket.destroy()
    throw error
  }
  socket.removeAllListeners()
  socket.on('error', () => {})
}

async function within<T>(work: Promise<T>, timeoutMs: number, late: () => AppError): Promise<T> {
  const { promise, reject } = Promise.withResolvers<never>()
  const timer = setTimeout(() => reject(late()), timeoutMs)
  try {
    return await Promise.race([work, promise])
  } finally {
    clearTimeout(timer)
  }
}
