import { subscribe } from 'node:diagnostics_channel'
import type { IncomingMessage } from 'node:http'
import { PEER_HEADER } from '../../server/access/client-address.ts'

/**
 * Writes the connection's address into every request, over whatever the client sent under that name. Next.js hands
 * route handlers headers only, and its X-Forwarded-For is the client's own when the client sent one.
 */
subscribe('http.server.request.start', (message) => {
  if (!isRequestStart(message)) return
  message.request.headers[PEER_HEADER] = message.request.socket.remoteAddress ?? ''
})

function isRequestStart(message: unknown): message is { readonly request: IncomingMessage } {
  return typeof message === 'object' && message !== null && 'request' in message
}
