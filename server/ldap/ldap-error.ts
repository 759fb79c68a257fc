import { AppError, type ErrorKind } from '../errors.ts'

/** Whom an error is about: the server as the administrator entered it, and the account that signed in. */
export type ErrorSubject = { readonly host: string; readonly port: number; readonly account?: string }

type Entry = {
  readonly kind: ErrorKind
  readonly code: string
  readonly text: (subject: ErrorSubject) => string
}

const at = ({ host, port }: ErrorSubject) => `${host}:${port}`

function untrusted(subject: ErrorSubject): string {
  return `The certificate of ${at(subject)} is not signed by an authority that is trusted here. Enter the certificate of the authority that issued it (PEM).`
}

function notTls(subject: ErrorSubject): string {
  return `${at(subject)} broke off the TLS handshake. Check the port (LDAPS 636, StartTLS 389) and that the domain controller has a certificate.`
}

function down(subject: ErrorSubject): string {
  return `The connection to ${at(subject)} was lost. Check that the domain controller runs and that no firewall closes the connection; then try again.`
}

const BY_SYSTEM_CODE: Readonly<Record<string, Entry>> = {
  ...same(['ENOTFOUND', 'EAI_AGAIN', 'EAI_NODATA', 'EAI_NONAME', 'EAI_FAIL'], {
    kind: 'unavailable',
    code: 'ldap.host_not_found',
    text: ({ host }) =>
      `The name ${host} was not found in DNS. Check the spelling, or enter the domain controller's address.`,
  }),
  ...same(['ECONNREFUSED'], {
    kind: 'unavailable',
    code: 'ldap.connection_refused',
    text: (subject) =>
      `${at(subject)} refused the connection. Check the port (LDAPS 636, StartTLS 389) and that the domain controller runs.`,
  }),
  ...same(['ETIMEDOUT', 'EHOSTUNREACH', 'ENETUNREACH', 'EHOSTDOWN'], {
    kind: 'unavailable',
    code: 'ldap.timeout',
    text: (subject) =>
      `${at(subject)} did not answer in time. Check the address, the port and the firewall between this machine and the domain controller.`,
  }),
  ...same(['ERR_TLS_CERT_ALTNAME_INVALID'], {
    kind: 'invalid',
    code: 'ldap.tls_name_mismatch',
    text: (subject) =>
      `The certificate of ${at(subject)} is not made out to ${subject.host}. Enter the host name that stands in the certificate.`,
  }),
  ...same(['CERT_HAS_EXPIRED', 'CERT_NOT_YET_VALID'], {
    kind: 'invalid',
    code: 'ldap.tls_expired',
    text: (subject) =>
      `The certificate of ${at(subject)} is not valid today. Renew it on the domain controller, or set the clock of this machine.`,
  }),
  ...same(
    [
      ...['DEPTH_ZERO_SELF_SIGNED_CERT', 'SELF_SIGNED_CERT_IN_CHAIN', 'UNABLE_TO_VERIFY_LEAF_SIGNATURE'],
      ...['UNABLE_TO_GET_ISSUER_CERT', 'UNABLE_TO_GET_ISSUER_CERT_LOCALLY', 'CERT_UNTRUSTED', 'INVALID_CA'],
      ...['CERT_SIGNATURE_FAILURE', 'CERT_REJECTED', 'CERT_CHAIN_TOO_LONG', 'INVALID_PURPOSE'],
    ],
    { kind: 'invalid', code: 'ldap.tls_untrusted', text: untrusted },
  ),
  ...same(['ECONNRESET', 'EPIPE', 'ERR_STREAM_PREMATURE_CLOSE'], {
    kind: 'unavailable',
    code: 'ldap.server_down',
    text: down,
  }),
}

const BY_RESULT: Readonly<Record<number, Entry>> = {
  3: {
    kind: 'unavailable',
    code: 'ldap.time_limit',
    text: (subject) =>
      `${at(subject)} stopped the search at its time limit. Raise MaxQueryDuration in its LDAP policy.`,
  },
  4: {
    kind: 'unavailable',
    code: 'ldap.size_limit',
    text: (subject) =>
      `${at(subject)} cut the answer at its size limit. Raise MaxResultSetSize in its LDAP policy.`,
  },
  11: {
    kind: 'unavailable',
    code: 'ldap.size_limit',
    text: (subject) =>
      `${at(subject)} stopped the search at an administrative limit. Raise the limits of its LDAP policy.`,
  },
  32: {
    kind: 'invalid',
    code: 'ldap.no_such_object',
    text: (subject) => `${at(subject)} does not have the requested entry, or the account may not see it.`,
  },
  50: {
    kind: 'invalid',
    code: 'ldap.insufficient_rights',
    text: (subject) =>
      `The account ${subject.account ?? ''} lacks the right to read this on ${at(subject)}. Grant it read access.`,
  },
  51: {
    kind: 'unavailable',
    code: 'ldap.server_busy',
    text: (subject) => `${at(subject)} is busy. Try again later.`,
  },
  52: {
    kind: 'unavailable',
    code: 'ldap.server_down',
    text: (subject) => `${at(subject)} is starting or shutting down. Try again when it runs.`,
  },
}

/** Sub-codes of a refused sign-in, the hexadecimal `data` of the server's text [MS-ERREF 2.2]. */
const REFUSALS: Readonly<Record<string, string>> = {
  530: 'the account may not sign in at this time. Widen its logon hours',
  531: 'the account may not sign in from this machine. Widen its list of workstations',
  532: 'its password has expired. Set a new one and let it never expire',
  533: 'the account is disabled. Enable it in the directory',
  701: 'the account has expired. Extend it in the directory',
  773: 'its password must be changed at the next sign-in. Set a new one without that option',
  775: 'the account is locked. Unlock it in the directory',
  '52f': 'the account may not use a password here. Take it out of Protected Users and of logon restrictions',
}

/** The error for a failed connection or handshake, from what Node reports. */
export function connectionError(error: unknown, subject: ErrorSubject): AppError {
  if (error instanceof AppError) return error
  const code = systemCode(error)
  const entry = BY_SYSTEM_CODE[code]
  if (entry !== undefined) return toAppError(entry, subject, error)
  if (code.startsWith('ERR_SSL') || code.startsWith('ERR_TLS') || code === 'EPROTO')
    return tlsFailed(subject, error)
  return new AppError('unavailable', 'ldap.server_down', down(subject), { cause: error })
}

/** The error for a handshake that failed for another reason than the certificate. */
export function tlsFailed(subject: ErrorSubject, cause?: unknown): AppError {
  return new AppError('invalid', 'ldap.tls_failed', notTls(subject), { cause })
}

/** The error for a wait that took too long. */
export function timeoutError(subject: ErrorSubject): AppError {
  return connectionError(Object.assign(new Error('timed out'), { code: 'ETIMEDOUT' }), subject)
}

/**
 * The error for an LDAP result other than success [RFC 4511 4.1.9]. `diagnostic` is the server's text: kept for the
 * log as cause, with `details.result`.
 */
export function resultError(result: number, diagnostic: string, subject: ErrorSubject): AppError {
  const cause = new Error(diagnostic.replaceAll('\u0000', '').trim())
  const entry = BY_RESULT[result] ?? {
    kind: 'unavailable' as const,
    code: 'ldap.refused',
    text: () => `${at(subject)} refused the request (LDAP result ${result}). The log has its own words.`,
  }
  return new AppError(entry.kind, entry.code, entry.text(subject), { cause, details: { result } })
}

/** The error for a refused sign-in, with the state of the account where the server tells it. Never the password. */
export function bindError(result: number, diagnostic: string, subject: ErrorSubject): AppError {
  const data = /\bdata ([0-9a-f]+)/i.exec(diagnostic)?.[1]?.toLowerCase() ?? ''
  const account = subject.account ?? ''
  if (result !== 49) {
    return new AppError(
      'invalid',
      'ldap.bind_refused',
      `${at(subject)} does not let ${account} sign in this way (LDAP result ${result}). Check that simple bind over TLS is allowed.`,
      { details: { result }, cause: new Error(diagnostic) },
    )
  }
  const state = REFUSALS[data]
  const message =
    state === undefined
      ? `The directory refused this password for ${account} (bind, 49). Check caps lock, the spelling of the account and account expiry.`
      : `The directory refused ${account} (bind, 49): ${state}.`
  return new AppError('invalid', 'ldap.bad_credentials', message, {
    field: 'password',
    details: { result, ...(data !== '' && { data }) },
  })
}

function toAppError(entry: Entry, subject: ErrorSubject, cause: unknown): AppError {
  return new AppError(entry.kind, entry.code, entry.text(subject), { cause })
}

function systemCode(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : ''
}

function same(codes: readonly string[], entry: Entry): Record<string, Entry> {
  return Object.fromEntries(codes.map((code) => [code, entry]))
}
