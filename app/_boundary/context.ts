import { randomUUID } from 'node:crypto'
import { headers } from 'next/headers'
import { redirect } from 'next/navigation'
import { findApiToken } from '../../server/access/api-token.ts'
import { clientAddress } from '../../server/access/client-address.ts'
import { accessOperations } from '../../server/access/operations/index.ts'
import { findSession } from '../../server/access/session.ts'
import { config } from '../../server/config.ts'
import type { RequestContext } from '../../server/context.ts'
import { runOperation } from '../../server/operation/run-operation.ts'
import { bearerToken } from './bearer-token.ts'
import { sessionIdFrom } from './session-cookie.ts'

/** Set by the proxy: path and query of the page that is asked for. */
export const PATH_HEADER = 'x-lockstep-path'

/**
 * Who asks. A bearer token stands alone: with one, wrong or right, the cookie does not count. Without a valid token or
 * session `actor` is undefined, and operations decide what that means. `touch` false does not renew the session.
 */
export async function requestContext(
  from: Headers,
  { now = new Date(), touch = true }: { readonly now?: Date; readonly touch?: boolean } = {},
): Promise<RequestContext> {
  const correlationId = randomUUID()
  const ip = clientAddress(from, config().trustedProxies)
  const anonymous = { actor: undefined, assignments: [], sessionId: undefined, now, correlationId, ip }
  const token = bearerToken(from)
  if (token !== undefined) {
    return { ...anonymous, ...(await findApiToken(token, now, ip)) }
  }
  const sessionId = await sessionIdFrom(from)
  const principal = sessionId === undefined ? undefined : await findSession(sessionId, now, touch)
  return principal ? { ...anonymous, ...principal, sessionId } : anonymous
}

/** For server pages: who is signed in. Sends everybody else to sign-in and from there back to this page. */
export async function requirePageContext(): Promise<RequestContext> {
  const from = await headers()
  const context = await requestContext(from)
  if (context.actor) return context
  const path = from.get(PATH_HEADER) ?? '/home'
  redirect(`/sign-in?callbackUrl=${encodeURIComponent(path)}`)
}

/** Whether the first administrator is still to be set up, for the pages before sign-in. */
export async function firstRunOpen(): Promise<boolean> {
  const context = await requestContext(await headers())
  const { open } = await runOperation(accessOperations.firstRun.status, () => ({}), context)
  return open
}
