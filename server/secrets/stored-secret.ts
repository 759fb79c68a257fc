import type { Sql } from '../../db/client.ts'
import { AppError } from '../errors.ts'
import { newId } from '../ids.ts'
import { sealingKey } from './key-file.ts'
import { type SecretBinding, seal, unseal } from './seal.ts'

/**
 * Stores `value` sealed to `binding` and returns its id, which is safe to keep in configuration. With `expiresAt` it
 * can be read only until then.
 */
export async function storeSecret(
  tx: Sql,
  value: string,
  binding: SecretBinding,
  expiresAt?: Date,
): Promise<string> {
  const id = newId()
  await tx.query('insert into secret (id, envelope, expires_at) values ($1, $2, $3)', [
    id,
    seal(sealingKey(), value, binding),
    expiresAt ?? null,
  ])
  return id
}

/**
 * The value of a stored secret. Throws `secret.not_readable` when the binding differs in anything from the one it was
 * stored with, and `secret.missing` when it was deleted or has expired.
 */
export async function readSecret(sql: Sql, id: string, binding: SecretBinding): Promise<string> {
  const { rows } = await sql.query<{ envelope: Buffer }>(
    'select envelope from secret where id = $1 and (expires_at is null or expires_at > now())',
    [id],
  )
  const [row] = rows
  if (row) return unseal(sealingKey(), row.envelope, binding)
  throw new AppError(
    'unprocessable',
    'secret.missing',
    'The stored password is no longer there. Enter it again.',
  )
}

/** Forgets a secret, and with it every expired one. */
export async function deleteSecret(tx: Sql, id: string): Promise<void> {
  await tx.query('delete from secret where id = $1 or expires_at < now()', [id])
}
