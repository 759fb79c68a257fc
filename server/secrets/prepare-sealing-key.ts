import { timingSafeEqual } from 'node:crypto'
import type { Sql } from '../../db/client.ts'
import { AppError } from '../errors.ts'
import { deriveKey } from './derive-key.ts'
import { createKeyFile, readKeyFile } from './key-file.ts'

/**
 * Makes sure, at start, that the key file belongs to this database: makes the key for a database that has none, takes
 * over an existing file for a new database, and throws `secret.key_missing` or `secret.key_mismatch` otherwise.
 */
export async function prepareSealingKey(sql: Sql, keyFile: string): Promise<void> {
  const known = await storedFingerprint(sql)
  if (known) return assertKeyMatches(known, keyFile)
  const key = readKeyFile(keyFile) ?? (await createKeyFile(keyFile))
  await sql.query('insert into sealing_key (fingerprint) values ($1) on conflict do nothing', [
    deriveKey(key, 'fingerprint'),
  ])
  // Another start on the same database may have been first, with another file.
  const kept = await storedFingerprint(sql)
  if (kept) assertKeyMatches(kept, keyFile)
}

function assertKeyMatches(fingerprint: Buffer, keyFile: string): void {
  const key = readKeyFile(keyFile)
  if (!key) {
    throw new AppError(
      'unavailable',
      'secret.key_missing',
      `The database has sealed secrets, but the key file ${keyFile} does not exist. Restore the key file, or name it in LOCKSTEP_KEY_FILE.`,
    )
  }
  if (timingSafeEqual(deriveKey(key, 'fingerprint'), fingerprint)) return
  throw new AppError(
    'unavailable',
    'secret.key_mismatch',
    `The key file ${keyFile} belongs to another database. Restore the key file of this one, or name it in LOCKSTEP_KEY_FILE.`,
  )
}

async function storedFingerprint(sql: Sql): Promise<Buffer | undefined> {
  const { rows } = await sql.query<{ fingerprint: Buffer }>('select fingerprint from sealing_key')
  return rows[0]?.fingerprint
}
