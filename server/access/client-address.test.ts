import { describe, expect, it } from 'vitest'
import { clientAddress } from './client-address.ts'

function address(peer: string, forwarded: string | undefined, trusted: string[]): string | undefined {
  const headers = new Headers({ 'x-lockstep-peer': peer })
  if (forwarded !== undefined) headers.set('x-forwarded-for', forwarded)
  return clientAddress(headers, trusted)
}

describe('clientAddress', () => {
  it('believes no X-Forwarded-For without trusted proxies', () => {
    expect(address('203.0.113.5', '198.51.100.1', [])).toBe('203.0.113.5')
  })

  it('believes none from a connection that is not a trusted proxy', () => {
    expect(address('203.0.113.5', '198.51.100.1', ['10.0.0.0/8'])).toBe('203.0.113.5')
  })

  it('goes back through trusted proxies to the first address they did not write themselves', () => {
    expect(address('10.0.0.1', '1.1.1.1, 198.51.100.1, 10.0.0.2', ['10.0.0.0/8'])).toBe('198.51.100.1')
  })

  it('is the proxy itself when it forwards nothing', () => {
    expect(address('10.0.0.1', undefined, ['10.0.0.1'])).toBe('10.0.0.1')
  })

  it('is unknown when a trusted proxy sends nonsense, never what stands before it', () => {
    expect(address('10.0.0.1', '198.51.100.1, nonsense', ['10.0.0.1'])).toBeUndefined()
  })

  it('knows an IPv4 address in IPv6 clothes, and IPv6 networks', () => {
    expect(address('::ffff:10.0.0.1', '2001:db8::7', ['10.0.0.0/8'])).toBe('2001:db8::7')
    expect(address('2001:db8::1', '198.51.100.1', ['2001:db8::/64'])).toBe('198.51.100.1')
  })
})
