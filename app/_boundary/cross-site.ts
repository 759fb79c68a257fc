import { config } from '../../server/config.ts'
import { AppError } from '../../server/errors.ts'
import { bearerToken } from './bearer-token.ts'

/**
 * Refuses a change that a browser sends on behalf of another site. A bearer token cannot be sent that way, so a
 * request with one may come from anywhere; with a cookie the Origin must be there and be ours; without either it may
 * be missing (a program), but not foreign. Throws `request.cross_site` (403).
 */
export function assertSameSite(request: Request): void {
  if (bearerToken(request.headers) !== undefined) return
  const origin = request.headers.get('origin')
  if (origin === null && request.headers.get('cookie') === null) return
  if (origin !== null && isOwn(origin, request.headers.get('host'))) return
  throw new AppError(
    'forbidden',
    'request.cross_site',
    `Changes are accepted only from the portal's own pages at ${config().url}. Programs send an API token instead of a cookie.`,
  )
}

/** The configured address, or the very host that was asked: this machine has several names. */
function isOwn(origin: string, host: string | null): boolean {
  if (origin === config().url) return true
  const { protocol } = new URL(config().url)
  return host !== null && origin === `${protocol}//${host}`
}
