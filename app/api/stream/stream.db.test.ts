import { encode } from 'next-auth/jwt'
import { beforeAll, describe, expect, it } from 'vitest'
import { createTestDatabase, type TestDatabase } from '../../../db/testing.ts'
import { createApiToken } from '../../../server/access/api-token.ts'
import { endSession } from '../../../server/access/session.ts'
import { sessionSecret } from '../../../server/access/session-secret.ts'
import { signIn } from '../../../server/access/sign-in.ts'
import { createTestAccount, TEST_PASSWORD } from '../../../server/access/testing.ts'
import { publish } from '../../../server/events/publish.ts'
import { createTestKey } from '../../../server/secrets/testing.ts'
import { GET } from './route.ts'

let database: TestDatabase

beforeAll(async () => {
  await createTestKey()
  database = await createTestDatabase()
  await createTestAccount(database.pool, 'reader@example.com', ['Global Reader'])
  return database.drop
})

async function openStream(headers: Record<string, string>) {
  const stop = new AbortController()
  const answer = await GET(new Request('http://localhost:3000/api/stream', { headers, signal: stop.signal }))
  const reader = answer.body?.pipeThrough(new TextDecoderStream()).getReader()
  if (!reader) throw new Error('the answer has no body')
  return { answer, reader, stop: () => stop.abort() }
}

/** Publishes until the stream shows `text`: it hears only what comes after it started to listen. */
async function readUntil(
  reader: ReadableStreamDefaultReader<string>,
  text: string,
  publishing: () => Promise<void>,
): Promise<string> {
  const timer = setInterval(() => void publishing(), 200)
  let seen = ''
  while (!seen.includes(text)) {
    const { value, done } = await reader.read()
    if (done) break
    seen += value
  }
  clearInterval(timer)
  return seen
}

describe('the event stream', () => {
  it('is closed to strangers', async () => {
    const answer = await GET(new Request('http://localhost:3000/api/stream'))
    expect(answer.status).toBe(401)
    expect(await answer.json()).toMatchObject({ code: 'unauthenticated' })
  })

  it('carries the names of what changed, as far as the caller may read it', async () => {
    const options = {
      name: 'reader',
      role: 'Global Reader',
      days: 1,
      createdBy: 'test',
      now: new Date(),
    } as const
    const { token } = await createApiToken(database.pool, { ...options, accountId: undefined })
    const { answer, reader, stop } = await openStream({ authorization: `Bearer ${token}` })
    expect(answer.headers.get('content-type')).toBe('text/event-stream')
    const seen = await readUntil(reader, 'sync.runs', async () => {
      await publish(database.pool, ['access.hidden'], 'access.token.manage')
      await publish(database.pool, ['sync.runs'], 'sync.run.read')
    })
    expect(seen).toContain('event: changed\ndata: ["sync.runs"]\n\n')
    expect(seen).not.toContain('access.hidden')
    stop()
    expect((await reader.read()).done).toBe(true)
  })

  it('ends when the session does', async () => {
    const call = { ip: undefined, userAgent: undefined, now: new Date(), correlationId: 'test' }
    const sid = (await signIn({ email: 'reader@example.com', password: TEST_PASSWORD, ...call })) ?? ''
    const token = await encode({ token: { sid }, secret: sessionSecret() })
    const { reader } = await openStream({ cookie: `lockstep.session=${token}` })
    await readUntil(reader, 'sync.runs', () => publish(database.pool, ['sync.runs'], 'sync.run.read'))
    await endSession(sid, { now: new Date(), correlationId: 'test' })
    let ended = false
    while (!ended) ended = (await reader.read()).done
    expect(ended).toBe(true)
  })
})
