import { randomBytes } from 'node:crypto'
import { type NextRequest, NextResponse } from 'next/server'
import { PATH_HEADER } from './app/_boundary/context.ts'
import { sessionIdFrom } from './app/_boundary/session-cookie.ts'
import { config as settings } from './server/config.ts'

/** Pages for people who are not signed in. */
const PUBLIC_PAGES = ['/sign-in', '/first-run']

/**
 * Stands before every page: sends strangers to sign-in and sets the headers of answers. Only a first sorting by the
 * cookie alone; each operation checks the session's row. The API answers for itself.
 */
export async function proxy(request: NextRequest): Promise<Response> {
  const { pathname, search } = request.nextUrl
  if (pathname.startsWith('/api/'))
    return withHeaders(NextResponse.next(), "default-src 'none'; frame-ancestors 'none'")
  if (!PUBLIC_PAGES.includes(pathname) && (await sessionIdFrom(request.headers)) === undefined) {
    return withHeaders(toSignIn(request, pathname + search), "default-src 'none'; frame-ancestors 'none'")
  }
  const nonce = randomBytes(16).toString('base64')
  const policy = pagePolicy(nonce)
  const headers = new Headers(request.headers)
  // Next.js reads the nonce for its own scripts from the policy, the layout reads it from its own header.
  headers.set('content-security-policy', policy)
  headers.set('x-nonce', nonce)
  headers.set(PATH_HEADER, pathname + search)
  return withHeaders(NextResponse.next({ request: { headers } }), policy)
}

export const config = {
  // Next.js keeps only the first 10 MB of a body that passes through here, so uploads must not.
  matcher: ['/((?!api/v1/uploads$|_next/static|_next/image|healthz$|readyz$|icon\\.svg$|fonts/).*)'],
}

function toSignIn(request: NextRequest, wanted: string): Response {
  // Under the name the browser uses for this machine, or the cookie would be set for another one.
  const host = request.headers.get('host') ?? new URL(settings().url).host
  const to = new URL('/sign-in', `${new URL(settings().url).protocol}//${host}`)
  if (wanted !== '/') to.searchParams.set('callbackUrl', wanted)
  return NextResponse.redirect(to)
}

function pagePolicy(nonce: string): string {
  const development = process.env.NODE_ENV === 'development'
  return [
    "default-src 'self'",
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic'${development ? " 'unsafe-eval'" : ''}`,
    // Style attributes that components compute; no script can come from them.
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data: blob:",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join('; ')
}

function withHeaders(response: Response, policy: string): Response {
  response.headers.set('content-security-policy', policy)
  if (settings().secureCookies) response.headers.set('strict-transport-security', 'max-age=31536000')
  return response
}
