import type pg from 'pg'
import { rulesOf } from '../configuration/rules-of.ts'
import type { Configuration, ConnectorSettings } from '../configuration/schema.ts'
import { createActiveDirectoryConnector } from '../connectors/active-directory/connector.ts'
import { createCloudDirectoryConnector } from '../connectors/cloud-directory/connector.ts'
import type { Connector } from '../connectors/connector.ts'
import { createLdifConnector } from '../connectors/ldif/connector.ts'
import { openSampleForest } from '../connectors/ldif/sample/open-sample-forest.ts'
import { attributesRead } from '../rules/attributes-read.ts'
import { readSecret } from '../secrets/stored-secret.ts'
import { openUpload } from '../uploads/open-upload.ts'
import type { DirectoryInput } from './connection-input.ts'
import { secretBinding } from './secret-binding.ts'

/**
 * The connector behind a configured connection. It reads the attributes that the configuration's rules read. Throws
 * `secret.not_readable` or `secret.missing` when the stored password does not belong to these settings.
 */
export async function openConnector(
  pool: pg.Pool,
  document: Configuration,
  settings: ConnectorSettings,
): Promise<Connector> {
  switch (settings.type) {
    case 'active-directory':
      return createActiveDirectoryConnector({
        ...settings.connection,
        password: await readSecret(pool, settings.secretId, secretBinding(settings.id, settings.connection)),
        attributes: attributesRead(rulesOf(document), settings.id),
      })
    case 'ldif': {
      const { source } = settings
      return createLdifConnector({
        open: 'builtIn' in source ? openSampleForest : () => openUpload(source.uploadId, pool),
        attributes: attributesRead(rulesOf(document), settings.id),
      })
    }
    case 'cloud-directory':
      return createCloudDirectoryConnector({ pool })
  }
}

/** A connector for settings that were only entered, not saved: for tests and for choosing domains and OUs. */
export function openEntered(pool: pg.Pool, input: DirectoryInput): Connector {
  if (input.type === 'active-directory')
    return createActiveDirectoryConnector({ ...input.connection, attributes: [] })
  return createLdifConnector({ open: () => openUpload(input.connection.uploadId, pool) })
}
