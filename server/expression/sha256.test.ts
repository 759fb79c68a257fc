import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { fromHex, toHex } from './bytes.ts'
import { sha256 } from './sha256.ts'

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text)

describe('sha256', () => {
  it.each([
    ['', 'E3B0C44298FC1C149AFBF4C8996FB92427AE41E4649B934CA495991B7852B855'],
    ['abc', 'BA7816BF8F01CFEA414140DE5DAE2223B00361A396177A9CB410FF61F20015AD'],
    [
      'abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq',
      '248D6A61D20638B8E5C026930C3E6039A33CE45964FF2167F6ECEDD419DB06C1',
    ],
  ])('gives the published digest of "%s"', (text, digest) => {
    expect(toHex(sha256(bytesOf(text)))).toBe(digest)
  })

  it('agrees with the platform for every length around the block borders', () => {
    for (let length = 0; length <= 200; length++) {
      const message = Uint8Array.from({ length }, (_, index) => (index * 31 + length) & 255)
      expect(toHex(sha256(message))).toBe(createHash('sha256').update(message).digest('hex').toUpperCase())
    }
  })

  it('reads a part of a larger buffer', () => {
    const whole = fromHex('00616263FF') ?? new Uint8Array()
    expect(toHex(sha256(whole.subarray(1, 4)))).toBe(toHex(sha256(bytesOf('abc'))))
  })
})
