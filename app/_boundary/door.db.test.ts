import { encode } from 'next-auth/jwt'
import { beforeAll, describe, expect, it } from 'vitest'
import { pool } from '../../db/client.ts'
import { createTestDatabase, type TestDatabase } from '../../db/testing.ts'
import { createApiToken } from '../../server/access/api-token.ts'
import { endSession } from '../../server/access/session.ts'
import { sessionSecret } from '../../server/access/session-secret.ts'
import { signIn } from '../../server/access/sign-in.ts'
import { createTestAccount, TEST_PASSWORD } from '../../server/access/testing.ts'
import { createTestKey } from '../../server/secrets/testing.ts'
import { DELETE, GET, POST } from '../api/v1/[...path]/route.ts'
import { JSON_LIMIT_BYTES } from './request-body.ts'

const HOST = 'http://localhost:3000'
const JSON_TYPE = { 'content-type': 'application/json' }
const OWN = { origin: HOST, host: 'localhost:3000' }
const NEW_TOKEN = { name: 'CI', role: 'Global Reader' }

let database: TestDatabase
let cookie: string
let readerToken: string
let adminToken: string

beforeAll(async () => {
  await createTestKey()
  database = await createTestDatabase()
  await createTestAccount(database.pool, 'admin@example.com', ['Global Administrator'])
  cookie = (await startSession()).cookie
  const options = {
    name: 'reader',
    role: 'Global Reader',
    days: 1,
    createdBy: 'test',
    now: new Date(),
  } as const
  readerToken = (await createApiToken(database.pool, { ...options, accountId: undefined })).token
  const admin = { ...options, name: 'admin', role: 'Global Administrator', accountId: undefined } as const
  adminToken = (await createApiToken(database.pool, admin)).token
  return database.drop
})

async function startSession(): Promise<{ sid: string; cookie: string }> {
  const call = { ip: undefined, userAgent: undefined, now: new Date(), correlationId: 'test' }
  const sid = (await signIn({ email: 'admin@example.com', password: TEST_PASSWORD, ...call })) ?? ''
  return { sid, cookie: `lockstep.session=${await encode({ token: { sid }, secret: sessionSecret() })}` }
}

function get(path: string, headers: Record<string, string> = {}): Promise<Response> {
  return GET(new Request(`${HOST}/api/v1${path}`, { headers }))
}

function post(path: string, body: string | undefined, headers: Record<string, string>): Promise<Response> {
  return POST(
    new Request(`${HOST}/api/v1${path}`, { method: 'POST', headers, ...(body !== undefined && { body }) }),
  )
}

async function countTokens(): Promise<number> {
  const { rows } = await database.pool.query<{ count: number }>(
    'select count(*)::int as count from api_token',
  )
  return rows[0]?.count ?? -1
}

/** Status and code of an answer that must be an error body. */
async function refusal(response: Promise<Response>): Promise<{ status: number; code: string }> {
  const answer = await response
  const body = await answer.json()
  expect(body).toMatchObject({
    message: expect.any(String),
    correlationId: answer.headers.get('x-correlation-id'),
  })
  return { status: answer.status, code: body.code }
}

describe('a request with a session cookie', () => {
  it('changes something from our own page', async () => {
    const answer = await post('/tokens', JSON.stringify(NEW_TOKEN), { ...JSON_TYPE, ...OWN, cookie })
    expect(answer.status).toBe(201)
    expect(answer.headers.get('cache-control')).toBe('no-store')
  })

  it('changes something under another name of this machine', async () => {
    const headers = { ...JSON_TYPE, origin: 'http://127.0.0.1:3000', host: '127.0.0.1:3000', cookie }
    expect((await post('/tokens', JSON.stringify(NEW_TOKEN), headers)).status).toBe(201)
  })

  it.each([
    ['no Origin', {}],
    ['the Origin of another site', { origin: 'https://evil.example' }],
    ['the Origin of another port', { origin: 'http://localhost:3001' }],
    ['an opaque Origin', { origin: 'null' }],
    ['our name in another scheme', { origin: 'https://localhost:3000' }],
    ['a look-alike', { origin: 'http://localhost:3000.evil.example' }],
  ])('is refused with %s', async (_, origin) => {
    const before = await countTokens()
    const headers = { ...JSON_TYPE, host: 'localhost:3000', cookie, ...origin }
    const answer = await refusal(post('/tokens', JSON.stringify(NEW_TOKEN), headers))
    expect(answer).toEqual({ status: 403, code: 'request.cross_site' })
    expect(await countTokens()).toBe(before)
  })

  it.each([
    'application/x-www-form-urlencoded',
    'multipart/form-data; boundary=x',
    'text/plain',
    'text/plain;application/json',
  ])('is refused with a body of %s, whatever its Origin', async (type) => {
    const before = await countTokens()
    for (const path of ['/tokens', '/call/access.tokens.create', '/uploads']) {
      const headers = { 'content-type': type, ...OWN, cookie }
      const answer = await refusal(post(path, JSON.stringify(NEW_TOKEN), headers))
      expect(answer).toEqual({ status: 415, code: 'request.unsupported_media_type' })
    }
    expect(await countTokens()).toBe(before)
  })

  it('is refused without a content type', async () => {
    expect(await refusal(post('/tokens', undefined, { ...OWN, cookie }))).toMatchObject({ status: 415 })
  })

  it('is refused from the moment the session ends', async () => {
    const session = await startSession()
    expect((await get('/session', { cookie: session.cookie })).status).toBe(200)
    await endSession(session.sid, { now: new Date(), correlationId: 'test' })
    expect(await refusal(get('/session', { cookie: session.cookie }))).toMatchObject({ status: 401 })
  })

  it('is nobody when the cookie was made with another key', async () => {
    const { sid } = await startSession()
    const forged = await encode({ token: { sid }, secret: 'another secret' })
    expect(await refusal(get('/session', { cookie: `lockstep.session=${forged}` }))).toMatchObject({
      status: 401,
    })
  })
})

describe('a request with a bearer token', () => {
  it('needs neither cookie nor Origin', async () => {
    const answer = await get('/session', { authorization: `Bearer ${readerToken}` })
    expect(await answer.json()).toMatchObject({ kind: 'token', name: 'reader', roles: ['Global Reader'] })
  })

  it('is refused a change with 403, also when the body could not even be read', async () => {
    const headers = { ...JSON_TYPE, authorization: `Bearer ${readerToken}` }
    for (const body of [JSON.stringify(NEW_TOKEN), '{broken', 'x'.repeat(JSON_LIMIT_BYTES + 1)]) {
      expect(await refusal(post('/tokens', body, headers))).toEqual({ status: 403, code: 'forbidden' })
    }
  })

  it('needs no content type when it has no body, as a plain DELETE', async () => {
    // What an HTTP server hands over: the stream is there although nothing will come.
    const empty = new ReadableStream({ start: (stream) => stream.close() })
    const init: RequestInit & { duplex: 'half' } = {
      method: 'DELETE',
      headers: { authorization: `Bearer ${adminToken}` },
      body: empty,
      duplex: 'half',
    }
    const url = `${HOST}/api/v1/tokens/00000000-0000-4000-8000-000000000000`
    expect(await refusal(DELETE(new Request(url, init)))).toMatchObject({ status: 404 })
  })

  it('stands alone: a wrong one is not saved by a good cookie', async () => {
    const headers = { authorization: 'Bearer lockstep_wrong', cookie }
    expect(await refusal(get('/session', headers))).toMatchObject({ status: 401 })
  })
})

describe('the door', () => {
  it('answers every operation by name too', async () => {
    const headers = { ...JSON_TYPE, ...OWN, cookie }
    const answer = await post('/call/audit.list', '{"top":1}', headers)
    expect(answer.status).toBe(200)
    expect((await answer.json()).items).toHaveLength(1)
    expect(await refusal(post('/call/no.such', '{}', headers))).toMatchObject({ status: 404 })
  })

  it('reads numbers and lists from the query and placeholders from the path', async () => {
    expect((await (await get('/audit?top=1', { cookie })).json()).items).toHaveLength(1)
    expect(await refusal(get('/audit?top=1&top=2', { cookie }))).toEqual({ status: 400, code: 'invalid' })
    const headers = { ...JSON_TYPE, ...OWN, cookie }
    const remove = new Request(`${HOST}/api/v1/tokens/not-an-id`, { method: 'DELETE', headers })
    expect(await refusal(DELETE(remove))).toEqual({ status: 400, code: 'invalid' })
  })

  it('tells a path that is not there from a method that is not', async () => {
    expect(await refusal(get('/nothing'))).toEqual({ status: 404, code: 'request.no_such_path' })
    const answer = await post('/audit', '{}', JSON_TYPE)
    expect(answer.status).toBe(405)
    expect(answer.headers.get('allow')).toBe('GET')
  })

  it.each([
    ['{broken', 400],
    ['[]', 400],
    ['"text"', 400],
    ['null', 400],
    [`{"name":"${'x'.repeat(JSON_LIMIT_BYTES)}"}`, 413],
  ])('refuses a body such as %.20s', async (body, status) => {
    const headers = { ...JSON_TYPE, ...OWN, cookie }
    expect((await refusal(post('/tokens', body, headers))).status).toBe(status)
  })

  it('lets strangers in only where it is public', async () => {
    expect(await (await get('/first-run')).json()).toEqual({ open: false })
    expect(await refusal(get('/audit'))).toEqual({ status: 401, code: 'unauthenticated' })
    const foreign = { ...JSON_TYPE, origin: 'https://evil.example' }
    expect(await refusal(post('/first-run', '{}', foreign))).toEqual({
      status: 403,
      code: 'request.cross_site',
    })
  })

  it('refuses a file that is shorter than announced and keeps nothing of it', async () => {
    const ldif = 'dn: CN=Ann,DC=corp,DC=example\nobjectClass: user\nsAMAccountName: ann\n'
    const headers = { 'content-type': 'application/ldif', 'content-length': '5000', ...OWN, cookie }
    const answer = await post('/uploads?name=cut.ldf', ldif, headers)
    expect(answer.status).toBe(400)
    expect(await answer.json()).toMatchObject({ code: 'request.body_incomplete' })
    const { rowCount } = await pool().query(`select from upload where name = 'cut.ldf'`)
    expect(rowCount).toBe(0)
  })

  it('takes a file as it is', async () => {
    const ldif = [
      'dn: CN=Ann,DC=corp,DC=example',
      'objectClass: top',
      'objectClass: person',
      'objectClass: organizationalPerson',
      'objectClass: user',
      'objectGUID:: AAECAwQFBgcICQoLDA0ODw==',
      'sAMAccountName: ann',
      '',
    ].join('\n')
    const headers = { 'content-type': 'application/ldif', ...OWN, cookie }
    const answer = await post('/uploads?name=corp.ldf', ldif, headers)
    expect(answer.status).toBe(201)
    expect(await answer.json()).toMatchObject({ name: 'corp.ldf', sizeBytes: ldif.length, entries: 1 })
  })
})
