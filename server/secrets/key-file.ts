import { randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { mkdir, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { config } from '../config.ts'
import { AppError } from '../errors.ts'

const KEY_BYTES = 32

let current: Buffer | undefined

/**
 * The sealing key of this installation, 32 bytes, from `LOCKSTEP_KEY_FILE`; read once per process. Throws
 * `secret.key_missing` or `secret.key_malformed`.
 */
export function sealingKey(): Buffer {
  current ??= requireKeyFile(config().keyFile)
  return current
}

/** The key in the file at `path`; undefined when there is no file. Throws `secret.key_malformed`. */
export function readKeyFile(path: string): Buffer | undefined {
  let text: string
  try {
    text = readFileSync(path, 'utf8')
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined
    throw error
  }
  const key = Buffer.from(text.trim(), 'base64')
  if (key.length === KEY_BYTES) return key
  throw new AppError(
    'unavailable',
    'secret.key_malformed',
    `The key file ${path} does not hold a sealing key (${KEY_BYTES} bytes as base64). Restore the key file.`,
  )
}

/** Makes a key file that only its owner can read. Never replaces one: secrets would be lost with it. */
export async function createKeyFile(path: string): Promise<Buffer> {
  const key = randomBytes(KEY_BYTES)
  await mkdir(dirname(path), { recursive: true })
  await writeFile(path, `${key.toString('base64')}\n`, { mode: 0o600, flag: 'wx' })
  return key
}

function requireKeyFile(path: string): Buffer {
  const key = readKeyFile(path)
  if (key) return key
  throw new AppError(
    'unavailable',
    'secret.key_missing',
    `The key file ${path} does not exist. "npm start" makes one for a new database; for an existing one restore the key file.`,
  )
}
