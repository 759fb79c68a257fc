import { describe, expect, it } from 'vitest'
import { assertAcceptablePassword, hashPassword, verifyPassword } from './password.ts'

const email = 'alex.meyer@example.com'

describe('verifyPassword', () => {
  it('knows the password it was made from, and no other', async () => {
    const stored = await hashPassword('correct horse battery')
    expect(stored).toMatch(/^\$scrypt\$ln=15,r=8,p=3\$/)
    expect(await verifyPassword('correct horse battery', stored)).toBe(true)
    expect(await verifyPassword('Correct horse battery', stored)).toBe(false)
    expect(await verifyPassword('', stored)).toBe(false)
  })

  it('takes a letter in whatever way the keyboard composes it', async () => {
    const stored = await hashPassword('caf\u00e9 au lait, 1l')
    expect(await verifyPassword('cafe\u0301 au lait, 1l', stored)).toBe(true)
  })

  it('tells long passwords apart to their end', async () => {
    const stored = await hashPassword(`${'a'.repeat(200)}1`)
    expect(await verifyPassword(`${'a'.repeat(200)}2`, stored)).toBe(false)
  })

  it('is false when there is no account, whatever is typed', async () => {
    expect(await verifyPassword('', undefined)).toBe(false)
    expect(await verifyPassword('anything at all', undefined)).toBe(false)
  })
})

describe('assertAcceptablePassword', () => {
  it.each(['correct horse battery', 'Tr0ub4dor&3xyz', 'ᚠᛇᚻ᛫ᛒᛦᚦ᛫ᚠᚱᚩᚠᚢᚱ', 'passwordless-future'])(
    'accepts %s',
    (password) => {
      expect(() => assertAcceptablePassword(password, email)).not.toThrow()
    },
  )

  it.each([
    ['short', 'password.too_short'],
    ['12345678901', 'password.too_short'],
    ['x'.repeat(257), 'password.too_long'],
    ['aaaaaaaaaaaa', 'password.trivial'],
    ['abababababab', 'password.trivial'],
    ['abcdefghijklm', 'password.trivial'],
    ['123456789012', 'password.trivial'],
    ['Password1234!', 'password.trivial'],
    ['passwordpassword', 'password.trivial'],
    ['Administrator2026', 'password.trivial'],
    ['alex.meyer2026!', 'password.trivial'],
    ['alex.meyer@example.com', 'password.trivial'],
  ])('refuses %s as %s', (password, code) => {
    expect(() => assertAcceptablePassword(password, email)).toThrow(
      expect.objectContaining({ code, field: 'password' }),
    )
  })
})
