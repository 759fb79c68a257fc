import type pg from 'pg'
import { pool } from '../../db/client.ts'
import { log } from '../log.ts'
import { EVENT_CHANNEL } from './publish.ts'
import { type ChangeEvent, createEventReader } from './read-events.ts'

/** Events of this long are handed out together: a page of work changes many things at once. */
const COALESCE_MS = 250
/** How often the table is read when nobody wakes us: as a safety net, or because NOTIFY does not get through. */
const POLL_MS = { listening: 15_000, deaf: 2_000 } as const
const RETRY_MS = 5_000
const CHECK_MS = 2_000

export type EventListener = (events: readonly ChangeEvent[]) => void

type Feed = { readonly listeners: Set<EventListener>; stop: () => void }

// `next dev` reloads modules; the feed and its connection must survive that.
const holder = globalThis as typeof globalThis & { lockstepFeed?: Feed | undefined }

/** Calls `listener` with everything published from about now on, until the returned function is called. */
export function subscribe(listener: EventListener): () => void {
  holder.lockstepFeed ??= startFeed()
  const feed = holder.lockstepFeed
  feed.listeners.add(listener)
  return () => {
    feed.listeners.delete(listener)
    if (feed.listeners.size > 0) return
    if (holder.lockstepFeed === feed) holder.lockstepFeed = undefined
    feed.stop()
  }
}

/** One connection per process, however many browsers are open. It is opened again when it breaks. */
function startFeed(): Feed {
  const listeners = new Set<EventListener>()
  const ended = new AbortController()
  const deliver = (events: readonly ChangeEvent[]) => {
    for (const listener of listeners) listener(events)
  }
  void (async () => {
    while (!ended.signal.aborted) {
      await follow(deliver, ended.signal).catch((error: unknown) => log.warn({ err: error }, 'event feed'))
      await pause(RETRY_MS, ended.signal)
    }
  })()
  return { listeners, stop: () => ended.abort() }
}

async function follow(deliver: EventListener, ended: AbortSignal): Promise<void> {
  const client = await pool().connect()
  const broken = new AbortController()
  const onError = () => broken.abort()
  client.on('error', onError)
  try {
    const read = await createEventReader(client)
    const bell = await listen(client)
    const stop = AbortSignal.any([ended, broken.signal])
    while (!stop.aborted) {
      await bell.next(stop)
      await pause(COALESCE_MS, stop)
      const events = stop.aborted ? [] : await read()
      if (events.length > 0) deliver(events)
    }
  } finally {
    client.off('error', onError)
    // Closed, not returned: it still listens.
    client.release(true)
  }
}

/** Rings at each notification, and at the latest after the poll interval. */
type Bell = { readonly next: (stop: AbortSignal) => Promise<void> }

async function listen(client: pg.PoolClient): Promise<Bell> {
  let rung = Promise.withResolvers<void>()
  client.on('notification', () => rung.resolve())
  await client.query(`listen ${EVENT_CHANNEL}`)
  await client.query(`select pg_notify($1, '')`, [EVENT_CHANNEL])
  // Through a pooler in transaction mode notifications are lost; the table still tells everything.
  const heard = await Promise.race([rung.promise.then(() => true), pause(CHECK_MS).then(() => false)])
  const pollMs = heard ? POLL_MS.listening : POLL_MS.deaf
  return {
    next: async (stop) => {
      await Promise.race([rung.promise, pause(pollMs, stop)])
      rung = Promise.withResolvers<void>()
    },
  }
}

/** Waits, at most until `stop` fires. */
function pause(ms: number, stop?: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (stop?.aborted) return resolve()
    const done = () => {
      clearTimeout(timer)
      stop?.removeEventListener('abort', done)
      resolve()
    }
    const timer = setTimeout(done, ms)
    stop?.addEventListener('abort', done)
  })
}
