import { describe, expect, it } from 'vitest'
import { isLoopback, parseConfig } from './config.ts'
import { AppError } from './errors.ts'

function problemsOf(environment: Record<string, string>): unknown {
  try {
    parseConfig(environment)
  } catch (error) {
    if (error instanceof AppError) return error.details?.problems
    throw error
  }
  return []
}

describe('parseConfig', () => {
  it('needs nothing: an empty environment listens on loopback with the embedded database', () => {
    const config = parseConfig({})
    expect(config).toMatchObject({
      port: 3000,
      host: '127.0.0.1',
      url: 'http://localhost:3000',
      secureCookies: false,
      trustedProxies: [],
      databaseUrl: undefined,
      sample: true,
      admin: undefined,
    })
    expect(config.keyFile).toBe(`${config.dataDirectory}/sealing.key`)
  })

  it('treats an empty value as unset', () => {
    expect(parseConfig({ DATABASE_URL: '', LOCKSTEP_URL: '', PORT: '' }).port).toBe(3000)
  })

  it('derives the default URL from the port and Secure cookies from https', () => {
    expect(parseConfig({ PORT: '8080' }).url).toBe('http://localhost:8080')
    const behindProxy = parseConfig({ LOCKSTEP_URL: 'https://sync.example.com/' })
    expect(behindProxy).toMatchObject({ url: 'https://sync.example.com', secureCookies: true })
  })

  it('requires LOCKSTEP_URL when the host is not loopback', () => {
    expect(problemsOf({ LOCKSTEP_HOST: '0.0.0.0' })).toEqual([
      'LOCKSTEP_URL: missing although LOCKSTEP_HOST=0.0.0.0 opens the portal to the network; ' +
        'set it to the address people type, for example https://sync.example.com.',
    ])
    expect(problemsOf({ LOCKSTEP_HOST: '0.0.0.0', LOCKSTEP_URL: 'https://sync.example.com' })).toEqual([])
  })

  it('reports all problems together', () => {
    const problems = problemsOf({ PORT: '70000', LOCKSTEP_HOST: 'everywhere', LOCKSTEP_SAMPLE: 'no' })
    expect(problems).toEqual([
      'PORT: "70000" is not usable; it must be a whole number from 1 to 65535, for example 3000.',
      'LOCKSTEP_HOST: "everywhere" is not usable; it must be an IP address such as 127.0.0.1 or 0.0.0.0.',
      'LOCKSTEP_SAMPLE: "no" is not usable; it must be on or off.',
    ])
  })

  it('refuses an unknown LOCKSTEP_ variable and names the one that was meant', () => {
    expect(problemsOf({ LOCKSTEP_DATADIR: '/srv' })).toEqual([
      'LOCKSTEP_DATADIR: there is no such variable; did you mean LOCKSTEP_DATA_DIR? Correct or remove it.',
    ])
    expect(problemsOf({ LOCKSTEP_TOKEN: 'x', UNRELATED: 'y' })).toEqual([])
  })

  it('never repeats a secret in a message', () => {
    const problems = JSON.stringify(problemsOf({ DATABASE_URL: 'mysql://u:hunter2@h/d' }))
    expect(problems).toContain('DATABASE_URL: its value is not usable')
    expect(problems).not.toContain('hunter2')
  })

  it('takes the first administrator only with both halves', () => {
    expect(problemsOf({ LOCKSTEP_ADMIN_EMAIL: 'a@example.com' })).toEqual([
      'LOCKSTEP_ADMIN_PASSWORD: missing; set LOCKSTEP_ADMIN_EMAIL and LOCKSTEP_ADMIN_PASSWORD both, or neither.',
    ])
    const both = parseConfig({
      LOCKSTEP_ADMIN_EMAIL: 'a@example.com',
      LOCKSTEP_ADMIN_PASSWORD: 'a long password',
    })
    expect(both.admin).toEqual({ email: 'a@example.com', password: 'a long password' })
  })

  it('accepts addresses and networks as trusted proxies and refuses the rest', () => {
    const { trustedProxies } = parseConfig({ LOCKSTEP_TRUSTED_PROXIES: '10.0.0.1, 192.168.0.0/16 ::1/128' })
    expect(trustedProxies).toEqual(['10.0.0.1', '192.168.0.0/16', '::1/128'])
    expect(problemsOf({ LOCKSTEP_TRUSTED_PROXIES: '10.0.0.0/33' })).toHaveLength(1)
  })

  it.each(['ftp://a', 'https://a/path', 'https://u:p@a', 'sync.example.com'])('refuses the URL %s', (url) => {
    expect(problemsOf({ LOCKSTEP_URL: url })).toHaveLength(1)
  })
})

describe('isLoopback', () => {
  it.each([
    ['127.0.0.1', true],
    ['127.9.9.9', true],
    ['::1', true],
    ['localhost', true],
    ['0.0.0.0', false],
    ['::', false],
    ['10.0.0.1', false],
  ])('%s → %s', (host, expected) => {
    expect(isLoopback(host)).toBe(expected)
  })
})
