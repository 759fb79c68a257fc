import { hkdfSync } from 'node:crypto'

/** What a derived key is for. Each purpose has its own, so that none can be used for another. */
export type KeyPurpose = 'secrets' | 'sessions' | 'audit' | 'fingerprint'

/** A 32-byte key derived from the sealing key (HKDF-SHA-256, RFC 5869). */
export function deriveKey(sealingKey: Buffer, purpose: KeyPurpose): Buffer {
  return Buffer.from(hkdfSync('sha256', sealingKey, Buffer.alloc(0), `lockstep ${purpose} 1`, 32))
}
