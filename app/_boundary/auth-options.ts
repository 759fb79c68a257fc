import { randomUUID } from 'node:crypto'
import type { AuthOptions } from 'next-auth'
import Credentials from 'next-auth/providers/credentials'
import { clientAddress } from '../../server/access/client-address.ts'
import { endSession, SESSION_ABSOLUTE_HOURS } from '../../server/access/session.ts'
import { sessionSecret } from '../../server/access/session-secret.ts'
import { signIn } from '../../server/access/sign-in.ts'
import { config, isLoopback } from '../../server/config.ts'
import { sessionCookieName } from './session-cookie.ts'

/** How next-auth signs in and out. Its cookie holds nothing but the id of a row in `session`. */
export function authOptions(): AuthOptions {
  return {
    secret: sessionSecret(),
    session: { strategy: 'jwt', maxAge: SESSION_ABSOLUTE_HOURS * 3600 },
    pages: { signIn: '/sign-in', signOut: '/sign-in', error: '/sign-in' },
    providers: [
      Credentials({
        credentials: { email: { type: 'email' }, password: { type: 'password' } },
        authorize: async (credentials, request) => {
          const sessionId = await signInFrom(credentials, new Headers(request.headers))
          return sessionId === undefined ? null : { id: sessionId }
        },
      }),
    ],
    cookies: {
      sessionToken: {
        name: sessionCookieName(),
        options: { httpOnly: true, sameSite: 'lax', path: '/', secure: config().secureCookies },
      },
    },
    callbacks: {
      jwt: ({ token, user }) => ({ sid: user ? user.id : token.sid }),
      session: ({ session }) => ({ expires: session.expires }),
      redirect: ({ url, baseUrl }) => returnAddress(url, baseUrl),
    },
    events: {
      signOut: async ({ token }) => {
        if (typeof token?.sid !== 'string') return
        await endSession(token.sid, { now: new Date(), correlationId: randomUUID() })
      },
    },
  }
}

function signInFrom(
  credentials: Record<'email' | 'password', string> | undefined,
  headers: Headers,
): Promise<string | undefined> {
  return signIn({
    email: String(credentials?.email ?? ''),
    password: String(credentials?.password ?? ''),
    ip: clientAddress(headers, config().trustedProxies),
    userAgent: headers.get('user-agent') ?? undefined,
    now: new Date(),
    correlationId: randomUUID(),
  })
}

/** Where next-auth may send the browser: inside the portal, under the name of this machine that it already uses. */
function returnAddress(url: string, baseUrl: string): string {
  if (url.startsWith('/') && !url.startsWith('//') && !url.includes('\\')) return url
  const wanted = URL.parse(url)
  const own = new URL(baseUrl)
  if (wanted?.origin === own.origin) return url
  const sameMachine =
    wanted?.protocol === own.protocol &&
    wanted.port === own.port &&
    isLoopback(wanted.hostname) &&
    isLoopback(own.hostname)
  return sameMachine ? url : baseUrl
}
