import { randomBytes } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { type SecretBinding, seal, unseal } from './seal.ts'

const key = randomBytes(32)
const binding: SecretBinding = {
  connector: 'c1',
  hosts: ['dc1.corp.example', 'dc2.corp.example'],
  port: 636,
  security: 'ldaps',
  caCertificate: null,
  account: 'CN=sync,DC=corp,DC=example',
}

describe('seal', () => {
  it('gives the value back for the same key and settings, in whatever order they are named', () => {
    const reordered = Object.fromEntries(Object.entries(binding).reverse())
    expect(unseal(key, seal(key, 'pässwörd 🔑', binding), reordered)).toBe('pässwörd 🔑')
  })

  it('never makes the same envelope twice and never shows the value', () => {
    const [first, second] = [seal(key, 'secret', binding), seal(key, 'secret', binding)]
    expect(first.equals(second)).toBe(false)
    expect(first.includes('secret')).toBe(false)
  })

  it.each([
    ['connector', 'c2'],
    ['hosts', ['evil.example']],
    ['port', 389],
    ['security', 'starttls'],
    ['caCertificate', 'another'],
    ['account', 'CN=other'],
  ])('does not open when %s has changed', (name, value) => {
    const envelope = seal(key, 'secret', binding)
    expect(() => unseal(key, envelope, { ...binding, [name]: value })).toThrow(
      expect.objectContaining({ code: 'secret.not_readable' }),
    )
  })

  it('does not open with another key, changed in any byte, or cut', () => {
    const envelope = seal(key, 'secret', binding)
    const refused = expect.objectContaining({ code: 'secret.not_readable' })
    expect(() => unseal(randomBytes(32), envelope, binding)).toThrow(refused)
    for (let index = 0; index < envelope.length; index++) {
      const changed = Buffer.from(envelope)
      changed[index] = (changed[index] ?? 0) ^ 1
      expect(() => unseal(key, changed, binding)).toThrow(refused)
      expect(() => unseal(key, envelope.subarray(0, index), binding)).toThrow(refused)
    }
  })
})
