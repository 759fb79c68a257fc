import type { ActiveDirectorySettings } from '../configuration/schema.ts'
import type { SecretBinding } from '../secrets/seal.ts'

/** What a directory password is sealed to: it cannot be read for another host, port, TLS setting or account. */
export function secretBinding(
  connectorId: string,
  connection: ActiveDirectorySettings['connection'],
): SecretBinding {
  return {
    connectorId,
    hosts: connection.hosts,
    port: connection.port ?? null,
    security: connection.security,
    caCertificate: connection.caCertificate ?? null,
    account: connection.account,
  }
}
