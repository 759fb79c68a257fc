import { deriveKey } from '../secrets/derive-key.ts'
import { sealingKey } from '../secrets/key-file.ts'

let current: string | undefined

/** What session cookies are encrypted with; derived from the sealing key. */
export function sessionSecret(): string {
  current ??= deriveKey(sealingKey(), 'sessions').toString('base64')
  return current
}
