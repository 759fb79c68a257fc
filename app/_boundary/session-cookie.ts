import { decode, type JWT } from 'next-auth/jwt'
import { sessionSecret } from '../../server/access/session-secret.ts'
import { config } from '../../server/config.ts'

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

/** A secure cookie carries the prefix that makes browsers refuse it from anywhere but this host over https. */
export function sessionCookieName(): string {
  return config().secureCookies ? '__Host-lockstep.session' : 'lockstep.session'
}

/** The session id in a request's cookie; undefined when there is none or it was not made by us. Not looked up yet. */
export async function sessionIdFrom(headers: Headers): Promise<string | undefined> {
  const token = cookieValue(headers.get('cookie') ?? '', sessionCookieName())
  if (token === undefined) return undefined
  const claims: JWT | null = await decode({ token, secret: sessionSecret() }).catch(() => null)
  const id = claims?.sid
  return typeof id === 'string' && UUID.test(id) ? id : undefined
}

function cookieValue(header: string, name: string): string | undefined {
  for (const part of header.split(';')) {
    const separator = part.indexOf('=')
    if (part.slice(0, separator).trim() === name) return part.slice(separator + 1).trim()
  }
  return undefined
}
