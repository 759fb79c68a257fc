import { X509Certificate } from 'node:crypto'
import { isIP, type Socket } from 'node:net'
import { connect, getCACertificates, type PeerCertificate, rootCertificates, type TLSSocket } from 'node:tls'
import { AppError } from '../errors.ts'
import { connectionError, type ErrorSubject, timeoutError, tlsFailed } from './ldap-error.ts'

const PEM_CERTIFICATE = /-----BEGIN CERTIFICATE-----[A-Za-z0-9+/=\s]+-----END CERTIFICATE-----/g

let systemRoots: string[] | undefined

/**
 * The authorities a server certificate may come from: the given ones alone (PEM, one or several), or else those of
 * Node and of the operating system. Throws `ldap.ca_malformed` when the text holds no readable certificate.
 */
export function trustedAuthorities(pem: string | undefined): string[] {
  if (pem === undefined || pem.trim() === '') {
    systemRoots ??= [...new Set([...rootCertificates, ...getCACertificates('system')])]
    return systemRoots
  }
  const blocks = pem.match(PEM_CERTIFICATE) ?? []
  try {
    for (const block of blocks) new X509Certificate(block)
  } catch (cause) {
    throw caMalformed(cause)
  }
  if (blocks.length === 0) throw caMalformed()
  return [...blocks]
}

/**
 * Starts TLS on a connected socket and verifies the server's certificate and name. Rejects with `ldap.tls_*` or
 * `ldap.timeout`; the socket is then destroyed.
 */
export function secure(
  socket: Socket,
  authorities: string[],
  subject: ErrorSubject,
  timeoutMs: number,
): Promise<TLSSocket> {
  return handshake(socket, subject, timeoutMs, { ca: authorities, rejectUnauthorized: true })
}

/**
 * The certificate a server shows, trusted or not, for display after a failed verification; nothing is sent over the
 * connection, which is closed. Undefined when there is none.
 */
export async function peekCertificate(
  socket: Socket,
  subject: ErrorSubject,
  timeoutMs: number,
): Promise<CertificateFacts | undefined> {
  try {
    const tls = await handshake(socket, subject, timeoutMs, { rejectUnauthorized: false })
    const facts = certificateFacts(tls)
    tls.destroy()
    return facts
  } catch {
    return undefined
  }
}

/** What a person compares: subject and issuer as `CN=…, O=…`, SHA-256 fingerprint, dates as ISO 8601, names. */
export type CertificateFacts = {
  readonly subject: string
  readonly issuer: string
  readonly fingerprint: string
  readonly validFrom: string
  readonly validTo: string
  readonly names: string
}

export function certificateFacts(tls: TLSSocket): CertificateFacts {
  const certificate = tls.getPeerCertificate()
  return {
    subject: nameText(certificate.subject),
    issuer: nameText(certificate.issuer),
    fingerprint: certificate.fingerprint256,
    validFrom: new Date(certificate.valid_from).toISOString(),
    validTo: new Date(certificate.valid_to).toISOString(),
    names: certificate.subjectaltname ?? '',
  }
}

function handshake(
  socket: Socket,
  subject: ErrorSubject,
  timeoutMs: number,
  options: { readonly ca?: string[]; readonly rejectUnauthorized: boolean },
): Promise<TLSSocket> {
  return new Promise((resolve, reject) => {
    const tls = connect({
      socket,
      host: subject.host,
      ...(isIP(subject.host) === 0 && { servername: subject.host }),
      ...options,
      minVersion: 'TLSv1.2',
      // Lets an administrator trust exactly the issuing authority, or the controller's own certificate.
      allowPartialTrustChain: true,
    })
    const fail = (error: AppError) => {
      clearTimeout(timer)
      tls.removeAllListeners()
      tls.on('error', () => {})
      tls.destroy()
      reject(error)
    }
    const timer = setTimeout(() => fail(timeoutError(subject)), timeoutMs)
    tls.once('error', (error) => {
      const mapped = connectionError(error, subject)
      fail(mapped.code === 'ldap.server_down' ? tlsFailed(subject, error) : mapped)
    })
    tls.once('close', () => fail(tlsFailed(subject)))
    tls.once('secureConnect', () => {
      clearTimeout(timer)
      tls.removeAllListeners('error')
      tls.removeAllListeners('close')
      resolve(tls)
    })
  })
}

function nameText(name: PeerCertificate['subject'] | undefined): string {
  return Object.entries(name ?? {})
    .flatMap(([type, value]) => [value].flat().map((one) => `${type}=${one}`))
    .join(', ')
}

function caMalformed(cause?: unknown): AppError {
  return new AppError(
    'invalid',
    'ldap.ca_malformed',
    'The CA certificate cannot be read. Paste it as PEM text, from -----BEGIN CERTIFICATE----- to -----END CERTIFICATE-----.',
    { field: 'caCertificate', cause },
  )
}
