import { SESSION_EVENT } from '../../../server/access/session.ts'
import { AppError } from '../../../server/errors.ts'
import { subscribe } from '../../../server/events/event-feed.ts'
import type { ChangeEvent } from '../../../server/events/read-events.ts'
import { isAllowed } from '../../../server/operation/authorize.ts'
import { toErrorAnswer } from '../../../server/operation/error-body.ts'
import { requestContext } from '../../_boundary/context.ts'
import { endWhenStopping } from '../../_boundary/open-streams.ts'

export const dynamic = 'force-dynamic'

/** Keeps proxies from closing the stream, and is how late a session that ended elsewhere is noticed at the latest. */
const HEARTBEAT_MS = 15_000

/**
 * The stream of changes for one browser: events named `changed`, whose data is a JSON list of operation-name
 * beginnings. It carries only what the caller may read and ends when the session does.
 */
export async function GET(request: Request): Promise<Response> {
  const context = await requestContext(request.headers)
  if (!context.actor) {
    const error = new AppError('unauthenticated', 'unauthenticated', 'Sign in to follow changes.')
    const { status, body } = toErrorAnswer(error, context.correlationId)
    return Response.json(body, { status, headers: { 'cache-control': 'no-store' } })
  }
  return new Response(openStream(request, context), {
    headers: {
      'content-type': 'text/event-stream',
      'cache-control': 'no-store, no-transform',
      'x-accel-buffering': 'no',
    },
  })
}

type Caller = Parameters<typeof isAllowed>[1]

function openStream(request: Request, context: Caller): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder()
  let caller = context
  let close = () => {}
  return new ReadableStream({
    start(controller) {
      const send = (text: string) => controller.enqueue(encoder.encode(text))
      const recheck = async () => {
        caller = await requestContext(request.headers, { touch: false }).catch(() => caller)
        if (!caller.actor) end()
      }
      const unsubscribe = subscribe((events) => {
        const keys = visibleKeys(events, caller)
        if (keys.length > 0) send(`event: changed\ndata: ${JSON.stringify(keys)}\n\n`)
        if (events.some((event) => event.keys.includes(SESSION_EVENT))) void recheck()
      })
      const heartbeat = setInterval(() => {
        send(':\n\n')
        void recheck()
      }, HEARTBEAT_MS)
      let open = true
      close = () => {
        open = false
        unsubscribe()
        clearInterval(heartbeat)
        forget()
        request.signal.removeEventListener('abort', end)
      }
      // Session, client and process can all end it, in the same moment too.
      const end = () => {
        if (!open) return
        close()
        controller.close()
      }
      const forget = endWhenStopping(end)
      request.signal.addEventListener('abort', end, { once: true })
      send('retry: 3000\n\n')
    },
    cancel: () => close(),
  })
}

function visibleKeys(events: readonly ChangeEvent[], caller: Caller): string[] {
  const visible = events.filter(({ permission }) => isAllowed(permission, caller))
  return [...new Set(visible.flatMap(({ keys }) => keys))]
}
