import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'
import { AppError } from '../errors.ts'
import { deriveKey } from './derive-key.ts'

/** The settings a secret was entered for, for example connector id, hosts, port, security, CA and account. */
export type SecretBinding = Readonly<Record<string, string | number | boolean | null | readonly string[]>>

const VERSION = 1
const NONCE_BYTES = 12
const TAG_BYTES = 16

/** Encrypts `value` (AES-256-GCM) so that it opens only with the same key and an equal binding. */
export function seal(sealingKey: Buffer, value: string, binding: SecretBinding): Buffer {
  const nonce = randomBytes(NONCE_BYTES)
  const cipher = createCipheriv('aes-256-gcm', deriveKey(sealingKey, 'secrets'), nonce)
  cipher.setAAD(associatedData(binding))
  const text = Buffer.concat([cipher.update(value, 'utf8'), cipher.final()])
  return Buffer.concat([Buffer.from([VERSION]), nonce, cipher.getAuthTag(), text])
}

/** The sealed value. Throws `secret.not_readable` when key, binding or envelope are not those of `seal`. */
export function unseal(sealingKey: Buffer, envelope: Buffer, binding: SecretBinding): string {
  const nonce = envelope.subarray(1, 1 + NONCE_BYTES)
  const tag = envelope.subarray(1 + NONCE_BYTES, 1 + NONCE_BYTES + TAG_BYTES)
  const text = envelope.subarray(1 + NONCE_BYTES + TAG_BYTES)
  try {
    if (envelope[0] !== VERSION) throw new Error('unknown envelope version')
    const options = { authTagLength: TAG_BYTES }
    const decipher = createDecipheriv('aes-256-gcm', deriveKey(sealingKey, 'secrets'), nonce, options)
    decipher.setAAD(associatedData(binding))
    decipher.setAuthTag(tag)
    return Buffer.concat([decipher.update(text), decipher.final()]).toString('utf8')
  } catch (cause) {
    throw new AppError(
      'unprocessable',
      'secret.not_readable',
      'The stored password belongs to other settings (host, port, TLS or account). Enter it again.',
      { cause },
    )
  }
}

function associatedData(binding: SecretBinding): Buffer {
  const sorted = Object.entries(binding).sort(([a], [b]) => (a < b ? -1 : 1))
  return Buffer.from(JSON.stringify(sorted), 'utf8')
}
