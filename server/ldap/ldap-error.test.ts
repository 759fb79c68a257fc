import { describe, expect, it } from 'vitest'
import { AppError } from '../errors.ts'
import { bindError, connectionError, resultError, timeoutError } from './ldap-error.ts'

const subject = { host: 'dc1.corp.example', port: 636, account: 'sync@corp.example' }
const refusal = (data: string) =>
  `80090308: LdapErr: DSID-0C0903A9, comment: AcceptSecurityContext error, data ${data}, v1db1`

describe('connectionError', () => {
  it.each([
    ['ENOTFOUND', 'ldap.host_not_found'],
    ['EAI_AGAIN', 'ldap.host_not_found'],
    ['ECONNREFUSED', 'ldap.connection_refused'],
    ['ETIMEDOUT', 'ldap.timeout'],
    ['EHOSTUNREACH', 'ldap.timeout'],
    ['ECONNRESET', 'ldap.server_down'],
    ['ERR_TLS_CERT_ALTNAME_INVALID', 'ldap.tls_name_mismatch'],
    ['CERT_HAS_EXPIRED', 'ldap.tls_expired'],
    ['SELF_SIGNED_CERT_IN_CHAIN', 'ldap.tls_untrusted'],
    ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'ldap.tls_untrusted'],
    ['ERR_SSL_WRONG_VERSION_NUMBER', 'ldap.tls_failed'],
    ['EPROTO', 'ldap.tls_failed'],
    ['SOMETHING_ELSE', 'ldap.server_down'],
  ])('%s becomes %s and names the host', (systemCode, code) => {
    const error = connectionError(Object.assign(new Error('x'), { code: systemCode }), subject)
    expect(error.code).toBe(code)
    expect(error.message).toContain('dc1.corp.example')
  })

  it('leaves an error alone that is explained already', () => {
    const explained = timeoutError(subject)
    expect(connectionError(explained, subject)).toBe(explained)
    expect(explained).toBeInstanceOf(AppError)
  })
})

describe('bindError', () => {
  it.each([
    ['52e', 'refused this password'],
    ['525', 'refused this password'],
    ['533', 'disabled'],
    ['701', 'expired'],
    ['532', 'password has expired'],
    ['773', 'must be changed'],
    ['775', 'locked'],
    ['530', 'logon hours'],
    ['531', 'workstations'],
    ['52f', 'Protected Users'],
  ])('explains sub-code %s', (data, text) => {
    const error = bindError(49, refusal(data), subject)
    expect(error.code).toBe('ldap.bad_credentials')
    expect(error.message).toContain(text)
    expect(error.message).toContain('sync@corp.example')
  })

  it('does not take another refusal for a wrong password', () => {
    expect(bindError(8, 'strong auth required', subject).code).toBe('ldap.bind_refused')
  })
})

describe('resultError', () => {
  it.each([
    [3, 'ldap.time_limit'],
    [4, 'ldap.size_limit'],
    [11, 'ldap.size_limit'],
    [32, 'ldap.no_such_object'],
    [50, 'ldap.insufficient_rights'],
    [51, 'ldap.server_busy'],
    [52, 'ldap.server_down'],
    [1, 'ldap.refused'],
  ])('result %i becomes %s', (result, code) => {
    const error = resultError(result, 'the server\u0000', subject)
    expect(error).toMatchObject({ code, details: { result } })
    expect(error.message).toContain('dc1.corp.example:636')
    expect(error.cause).toMatchObject({ message: 'the server' })
  })
})
