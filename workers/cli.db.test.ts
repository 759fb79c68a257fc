import { execFile } from 'node:child_process'
import { createServer, type Server } from 'node:http'
import { fileURLToPath } from 'node:url'
import { beforeAll, describe, expect, it } from 'vitest'
import { createTestDatabase, type TestDatabase } from '../db/testing.ts'
import { findApiToken } from '../server/access/api-token.ts'

const LAUNCHER = fileURLToPath(new URL('./cli.mjs', import.meta.url))

let database: TestDatabase
let server: Server
let url: string

/** What the command sent, answered with `answer`. */
const seen: { path: string; authorization: string | undefined; body: string }[] = []
let answer = { status: 200, body: '{"ok":true}' }

beforeAll(async () => {
  database = await createTestDatabase()
  server = createServer(async (request, response) => {
    let body = ''
    for await (const chunk of request) body += chunk
    seen.push({ path: request.url ?? '', authorization: request.headers.authorization, body })
    response.writeHead(answer.status, { 'content-type': 'application/json' }).end(answer.body)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  url = `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}`
  return async () => {
    server.close()
    await database.drop()
  }
})

function lockstep(args: string[], environment: Record<string, string> = {}) {
  const env: NodeJS.ProcessEnv = {
    PATH: process.env.PATH,
    NODE_ENV: 'test',
    DATABASE_URL: database.url,
    LOCKSTEP_URL: url,
    ...environment,
  }
  return new Promise<{ status: number; stdout: string; stderr: string }>((resolve) => {
    const child = execFile(process.execPath, [LAUNCHER, ...args], { env }, (_, stdout, stderr) =>
      resolve({ status: child.exitCode ?? -1, stdout, stderr }),
    )
  })
}

describe('lockstep token create', () => {
  it('prints the token alone, and the log says who made it', async () => {
    const { status, stdout, stderr } = await lockstep([
      'token',
      'create',
      '--role',
      'Global Reader',
      '--expires',
      '2d',
    ])
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
    expect(stdout).toMatch(/^lockstep_[\w-]{43}\n$/)
    expect(await findApiToken(stdout.trim(), new Date(), undefined)).toMatchObject({
      assignments: [{ role: 'Global Reader' }],
    })
    expect(
      await findApiToken(stdout.trim(), new Date(Date.now() + 2 * 86_400_000), undefined),
    ).toBeUndefined()
    const { rows } = await database.pool.query(
      `select actor_kind, actor_name from audit_entry where action = 'token.created'`,
    )
    expect(rows).toEqual([{ actor_kind: 'system', actor_name: 'lockstep command' }])
  })

  it.each([
    [['--role', 'Emperor'], 'Roles: Global Administrator, Hybrid Identity Administrator, Global Reader.'],
    [[], '--role is missing'],
    [['--role', 'Global Reader', '--expires', '366d'], '1d to 365d'],
    [['--role', 'Global Reader', '--expires', 'soon'], '1d to 365d'],
    [['--unknown'], 'Unknown option'],
  ])('refuses %j with status 2 and prints nothing', async (args, message) => {
    const result = await lockstep(['token', 'create', ...args])
    expect(result).toMatchObject({ status: 2, stdout: '', stderr: expect.stringContaining(message) })
  })

  it('says what to do when no database runs', async () => {
    const result = await lockstep(['token', 'create', '--role', 'Global Reader'], {
      DATABASE_URL: '',
      LOCKSTEP_DATA_DIR: '/nonexistent',
    })
    expect(result).toMatchObject({ status: 1, stdout: '', stderr: expect.stringContaining('npm start') })
  })
})

describe('lockstep call', () => {
  it('sends the input with the token and prints the answer', async () => {
    answer = { status: 200, body: '{"ok":true}' }
    const result = await lockstep(['call', 'sync.cycles.start', '{"policy":"delta"}'], {
      LOCKSTEP_TOKEN: 'lockstep_x',
    })
    expect(result).toEqual({ status: 0, stdout: '{\n  "ok": true\n}\n', stderr: '' })
    expect(seen.at(-1)).toEqual({
      path: '/api/v1/call/sync.cycles.start',
      authorization: 'Bearer lockstep_x',
      body: '{"policy":"delta"}',
    })
  })

  it('prints a refusal to standard error and ends with status 1', async () => {
    answer = { status: 403, body: '{"code":"forbidden"}' }
    const result = await lockstep(['call', 'audit.list'])
    expect(result).toMatchObject({ status: 1, stdout: '', stderr: expect.stringContaining('"forbidden"') })
  })

  it('refuses input that is not JSON', async () => {
    const result = await lockstep(['call', 'audit.list', '{broken'])
    expect(result).toMatchObject({ status: 2, stdout: '' })
  })
})
