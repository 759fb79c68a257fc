import { createHash } from 'node:crypto'
import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { createTestDatabase, type TestDatabase } from '../../db/testing.ts'
import { openSampleForest } from '../connectors/ldif/sample/open-sample-forest.ts'
import { AppError } from '../errors.ts'
import { deleteUnusedUploads } from './delete-unused-uploads.ts'
import { openUpload } from './open-upload.ts'
import { receiveUpload } from './receive-upload.ts'

const USER = 'dn: CN=a,DC=x\nobjectClass: user\n'

let database: TestDatabase
beforeAll(async () => {
  database = await createTestDatabase()
  return database.drop
})
beforeEach(async () => {
  await database.pool.query('delete from upload')
})

async function* bodyOf(...parts: (string | Uint8Array)[]): AsyncGenerator<Uint8Array> {
  for (const part of parts) yield Buffer.from(part)
}

async function collect(body: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const parts: Uint8Array[] = []
  for await (const part of body) parts.push(part)
  return Buffer.concat(parts)
}

async function refusal(work: Promise<unknown>): Promise<unknown> {
  return work.then(
    () => 'accepted',
    (error: unknown) => (error instanceof AppError ? { code: error.code, ...error.details } : String(error)),
  )
}

const receive = (body: AsyncIterable<Uint8Array>, limitBytes?: number) =>
  receiveUpload({
    name: 'corp.ldif',
    body,
    actorId: 'someone',
    ...(limitBytes === undefined ? {} : { limitBytes }),
  })

async function countRows(): Promise<unknown> {
  const { rows } = await database.pool.query(
    'select (select count(*)::int from upload) as uploads, (select count(*)::int from upload_chunk) as chunks',
  )
  return rows[0]
}

describe('receiveUpload', () => {
  it('keeps a file so that it reads the same any number of times, and counts what it holds', async () => {
    const original = await collect(openSampleForest())
    const upload = await receive(openSampleForest())
    expect(upload).toMatchObject({
      name: 'corp.ldif',
      sizeBytes: original.length,
      sha256: createHash('sha256').update(original).digest('hex'),
      objects: { inetOrgPerson: 2, contact: 28, foreignSecurityPrincipal: 1 },
    })
    for (const _ of [1, 2]) expect((await collect(openUpload(upload.id))).equals(original)).toBe(true)
  })

  it('cuts any body into pieces of 1 MiB', async () => {
    const long = `# ${'x'.repeat(3_000_000)}\n`
    const { id } = await receive(bodyOf(long, USER, '#\n'.repeat(700_000)))
    const { rows } = await database.pool.query<{ size: number }>(
      'select octet_length(bytes) as size from upload_chunk where upload_id = $1 order by n',
      [id],
    )
    expect(rows.map(({ size }) => size)).toEqual([
      1_048_576,
      1_048_576,
      1_048_576,
      1_048_576,
      205_699 + USER.length,
    ])
    expect((await collect(openUpload(id))).toString()).toBe(long + USER + '#\n'.repeat(700_000))
  })

  it.each([
    ['a broken line', bodyOf(USER, 'broken\n'), { code: 'ldif.malformed', line: 3, dn: 'CN=a,DC=x' }],
    [
      'a file without objects',
      bodyOf('dn: DC=x\nobjectClass: domain\n'),
      { code: 'ldif.no_objects', line: 1 },
    ],
    ['an empty file', bodyOf(), { code: 'ldif.no_objects', line: 1 }],
  ])('refuses %s and keeps nothing', async (_name, body, expected) => {
    expect(await refusal(receive(body))).toEqual(expected)
    expect(await countRows()).toEqual({ uploads: 0, chunks: 0 })
  })

  it('refuses a file over the limit and keeps nothing, also when pieces were stored already', async () => {
    const body = bodyOf('#\n'.repeat(600_000), '#\n'.repeat(600_000), USER)
    expect(await refusal(receive(body, 2_000_000))).toEqual({
      code: 'upload.too_large',
      limitBytes: 2_000_000,
    })
    expect(await countRows()).toEqual({ uploads: 0, chunks: 0 })
    expect(await refusal(receive(bodyOf(USER), USER.length))).toBe('accepted')
  })

  it('keeps nothing of a body that breaks off', async () => {
    async function* broken(): AsyncGenerator<Uint8Array> {
      yield Buffer.from(USER)
      yield Buffer.alloc(1_100_000, '\n')
      throw new Error('connection lost')
    }
    await expect(receive(broken())).rejects.toThrow('connection lost')
    expect(await countRows()).toEqual({ uploads: 0, chunks: 0 })
  })
})

describe('openUpload', () => {
  it('refuses an unknown upload and one that is still being received', async () => {
    const id = '0198c0de-0000-7000-8000-000000000000'
    expect(await refusal(collect(openUpload(id)))).toMatchObject({ code: 'upload.not_found' })
    await database.pool.query(
      `insert into upload (id, name, state, created_by) values ($1, 'a', 'receiving', 'b')`,
      [id],
    )
    expect(await refusal(collect(openUpload(id)))).toMatchObject({ code: 'upload.not_found' })
  })

  it('never gives a file with missing pieces as a whole one', async () => {
    const { id } = await receive(bodyOf(USER, '#\n'.repeat(1_100_000)))
    await database.pool.query('delete from upload_chunk where upload_id = $1 and n = 2', [id])
    expect(await refusal(collect(openUpload(id)))).toMatchObject({ code: 'upload.incomplete' })
    await database.pool.query('update upload_chunk set n = 5 where upload_id = $1 and n = 1', [id])
    expect(await refusal(collect(openUpload(id)))).toMatchObject({ code: 'upload.incomplete' })
  })
})

describe('deleteUnusedUploads', () => {
  it('deletes what is old and in no use, with its content', async () => {
    const [used, unused, fresh] = [
      await receive(bodyOf(USER)),
      await receive(bodyOf(USER)),
      await receive(bodyOf(USER)),
    ]
    await database.pool.query(`update upload set created_at = '2020-01-01' where id <> $1`, [fresh.id])
    expect(await deleteUnusedUploads({ before: new Date('2021-01-01'), keep: [used.id] })).toBe(1)
    expect((await collect(openUpload(used.id))).toString()).toBe(USER)
    expect(await refusal(collect(openUpload(unused.id)))).toMatchObject({ code: 'upload.not_found' })
    expect((await collect(openUpload(fresh.id))).toString()).toBe(USER)
  })
})
