import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto'
import { AppError } from '../errors.ts'

export const PASSWORD_MIN_LENGTH = 12
/** Long enough for any passphrase, short enough that hashing costs the same for all. */
export const PASSWORD_MAX_LENGTH = 256

/** scrypt of OpenSSL (Node's own): memory-hard, native and off the main thread. 32 MiB, OWASP's parameters. */
const COST = { logN: 15, r: 8, p: 3 } as const
const SALT_BYTES = 16
const HASH_BYTES = 32

const PREFIX = `$scrypt$ln=${COST.logN},r=${COST.r},p=${COST.p}$`

/** Belongs to nobody: checking it costs as much as checking a real one. */
const NOBODY = `${PREFIX}${Buffer.alloc(SALT_BYTES).toString('base64')}$${Buffer.alloc(HASH_BYTES).toString('base64')}`

const TRIVIAL_WORDS = [
  'password',
  'passwort',
  'admin',
  'administrator',
  'lockstep',
  'qwerty',
  'qwertyuiop',
  'letmein',
  'changeme',
  'welcome',
  'iloveyou',
]

/** The hash to store: scheme, parameters, salt and hash in one text. */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(SALT_BYTES)
  const hash = await derive(password, salt)
  return `${PREFIX}${salt.toString('base64')}$${hash.toString('base64')}`
}

/** Whether `password` is the stored one. Takes as long when there is no such account (`stored` undefined). */
export async function verifyPassword(password: string, stored: string | undefined): Promise<boolean> {
  const [salt = '', hash = ''] = (stored ?? NOBODY).slice(PREFIX.length).split('$')
  const derived = await derive(password, Buffer.from(salt, 'base64'))
  return timingSafeEqual(derived, Buffer.from(hash, 'base64')) && stored !== undefined
}

/** Throws `password.too_short`, `password.too_long` or `password.trivial`, each with field `password`. */
export function assertAcceptablePassword(
  password: string,
  email: string,
  minimumLength = PASSWORD_MIN_LENGTH,
): void {
  const length = [...password].length
  if (length < minimumLength) {
    throw refused(
      'too_short',
      `Use at least ${minimumLength} characters for the password; this one has ${length}.`,
    )
  }
  if (length > PASSWORD_MAX_LENGTH) {
    throw refused('too_long', `Use at most ${PASSWORD_MAX_LENGTH} characters for the password.`)
  }
  if (isTrivial(password.toLowerCase(), email.toLowerCase())) {
    throw refused('trivial', 'This password is among the first that are guessed. Choose another one.')
  }
}

function isTrivial(password: string, email: string): boolean {
  if (new Set(password).size < 5 || isSequence(password)) return true
  const withoutEnding = password.replace(/[\d\W_]+$/u, '')
  const word = /^(.+?)\1*$/u.exec(withoutEnding)?.[1] ?? ''
  return [...TRIVIAL_WORDS, email, email.split('@')[0]].includes(word) || password === email
}

/** 123456789012, abcdefghijkl and the like. */
function isSequence(password: string): boolean {
  const codes = [...password].map((character) => character.codePointAt(0) ?? 0)
  const steps = codes.slice(1).map((code, index) => code - (codes[index] ?? 0))
  return steps.filter((step) => Math.abs(step) !== 1).length <= 1
}

function refused(code: 'too_short' | 'too_long' | 'trivial', message: string): AppError {
  return new AppError('invalid', `password.${code}`, message, { field: 'password' })
}

function derive(password: string, salt: Buffer): Promise<Buffer> {
  const options = { N: 2 ** COST.logN, r: COST.r, p: COST.p, maxmem: 2 ** COST.logN * COST.r * 256 }
  // The same characters, however a keyboard composes them, are the same password.
  const text = password.normalize('NFKC')
  return new Promise((resolve, reject) => {
    scrypt(text, salt, HASH_BYTES, options, (error, key) => (error ? reject(error) : resolve(key)))
  })
}
