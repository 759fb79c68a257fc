import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { z } from 'zod'
import { transaction } from '../../../db/client.ts'
import { createTestDatabase, type TestDatabase } from '../../../db/testing.ts'
import type { RequestContext } from '../../context.ts'
import type { Operation } from '../../operation/define.ts'
import { applyEdges } from '../apply-edges.ts'
import { add, anchorOf, apply, createInCloud, idOf, NOW, remove } from '../changes-for-test.ts'
import { directoryOperations as operations } from './index.ts'

let database: TestDatabase
const ids: Record<string, string> = {}

const READER: RequestContext = {
  actor: { kind: 'token', id: 'reader', name: 'Reader' },
  assignments: [{ role: 'Global Reader', scope: { type: 'organisation' } }],
  sessionId: undefined,
  now: NOW,
  correlationId: 'test',
  ip: undefined,
}

function ask<I extends z.ZodType, O extends z.ZodType>(
  operation: Operation<I, O>,
  input: unknown,
  context = READER,
) {
  return operation
    .execute({ input: () => input, context, sql: database.pool })
    .then((result) => operation.output.parse(result))
}

beforeAll(async () => {
  database = await createTestDatabase()
  const changes = [
    add('user', 'anna', {
      displayName: 'Émilie Łukasz',
      userPrincipalName: 'emilie@example.com',
      mail: 'office@sub.example.com',
      mailNickname: 'nicky',
      proxyAddresses: ['SMTP:first@example.com', 'smtp:second@example.org'],
      countryCode: 0,
      objectSid: { b: 'AQUAAAAAAAUVAAAAIHiS2gb8RTfcpcLzUAQAAA==' },
      msExchMailboxGuid: { b: 'AAAA' },
      accountEnabled: true,
      msExchRecipientTypeDetails: { n: '9007199254740993' },
    }),
    add('user', 'chinese', { displayName: '李明 100%_sure' }),
    ...Array.from({ length: 7 }, (_, index) => add('user', `twin${index}`, { displayName: 'Same Name' })),
    add('group', 'staff'),
    add('group', 'all'),
    add('contact', 'outside', { mail: 'outside@partner.org' }),
    add('user', 'leaver', { displayName: 'Leaver' }),
  ]
  for (const [index, result] of (await apply(database.pool, changes)).entries()) {
    ids[changes[index]?.key ?? ''] = idOf(result)
  }
  const id = (key: string) => ids[key] ?? ''
  const members = [
    ...Array.from({ length: 7 }, (_, index) => id(`twin${index}`)),
    id('anna'),
    id('leaver'),
    id('outside'),
  ]
  await transaction(
    (tx) =>
      applyEdges(
        tx,
        [
          { sourceId: id('staff'), attribute: 'member', add: members, remove: [] },
          { sourceId: id('all'), attribute: 'member', add: [id('staff')], remove: [] },
          { sourceId: id('staff'), attribute: 'managedBy', add: [id('anna')], remove: [] },
          { sourceId: id('staff'), attribute: 'authOrig', add: [id('anna')], remove: [] },
          { sourceId: id('anna'), attribute: 'manager', add: [id('chinese')], remove: [] },
        ],
        NOW,
      ),
    database.pool,
  )
  await apply(database.pool, [remove(id('leaver'))])
  await createInCloud(database.pool, [
    {
      key: 'cloud',
      objectType: 'user',
      attributes: { displayName: 'Cloud', userPrincipalName: 'cloud@example.com' },
    },
  ])
})
afterAll(() => database.drop())

describe('an item', () => {
  it('carries every kind of value as the contract says', async () => {
    expect(await ask(operations.users.get, { id: ids.anna })).toEqual({
      id: ids.anna,
      objectType: 'user',
      sourceAnchor: anchorOf('anna'),
      synced: true,
      deletedAt: null,
      attributes: {
        displayName: 'Émilie Łukasz',
        userPrincipalName: 'emilie@example.com',
        mail: 'office@sub.example.com',
        mailNickname: 'nicky',
        proxyAddresses: ['SMTP:first@example.com', 'smtp:second@example.org'],
        objectSid: { base64: 'AQUAAAAAAAUVAAAAIHiS2gb8RTfcpcLzUAQAAA==' },
        onPremisesSecurityIdentifier: 'S-1-5-21-3667032096-927333382-4089619932-1104',
        msExchMailboxGuid: { base64: 'AAAA' },
        accountEnabled: true,
        msExchRecipientTypeDetails: '9007199254740993',
        manager: { id: ids.chinese },
      },
    })
  })

  it('shows single and multi-valued references, and no members', async () => {
    const { attributes } = await ask(operations.groups.get, { id: ids.staff })
    expect(attributes).toMatchObject({ managedBy: { id: ids.anna }, authOrig: [{ id: ids.anna }] })
    expect(attributes.member).toBeUndefined()
  })

  it('is found by id also when deleted, in either case, and only under its own type', async () => {
    expect(await ask(operations.users.get, { id: ids.leaver?.toUpperCase() })).toMatchObject({
      synced: false,
      deletedAt: NOW.toISOString(),
    })
    await expect(ask(operations.groups.get, { id: ids.anna })).rejects.toMatchObject({
      status: 404,
      code: 'directory.object_not_found',
    })
    await expect(ask(operations.users.get, { id: 'nonsense' })).rejects.toMatchObject({
      status: 400,
      field: 'id',
    })
  })
})

describe('lists', () => {
  async function walk(operation: typeof operations.users.list, input: Record<string, unknown>) {
    const seen: string[][] = []
    let cursor: string | null | undefined
    do {
      const page = await ask(operation, { ...input, ...(cursor ? { cursor } : {}) })
      seen.push(page.items.map(({ id }) => id))
      cursor = page.nextCursor
    } while (cursor)
    return seen
  }

  it('pages over equal names without losing or repeating anyone', async () => {
    const pages = await walk(operations.users.list, { top: 3 })
    expect(pages.slice(0, -1).every((page) => page.length === 3)).toBe(true)
    const all = pages.flat()
    expect(new Set(all).size).toBe(10)
    expect(all).toEqual((await walk(operations.users.list, { top: '999' })).flat())
  })

  it('leave out deleted objects unless asked for them', async () => {
    expect((await walk(operations.users.list, {})).flat()).not.toContain(ids.leaver)
    const { items } = await ask(operations.users.list, { deleted: 'true' })
    expect(items.map(({ id }) => id)).toEqual([ids.leaver])
  })

  it.each([
    ['emilie', 'in a name, without accents'],
    ['ŁUKASZ', 'in a name, ignoring case'],
    ['lukasz', 'with letters spelled plainly'],
    ['emilie@exa', 'sign-in name'],
    ['sub.example', 'mail'],
    ['NICKY', 'nickname'],
    ['second@example.org', 'secondary address'],
    ['ém', 'beginning of the name'],
  ])('find by "%s" (%s)', async (search) => {
    const { items } = await ask(operations.users.list, { search })
    expect(items.map(({ id }) => id)).toEqual([ids.anna])
  })

  it('take special characters of a search as they are', async () => {
    const found = async (search: string) =>
      (await ask(operations.users.list, { search })).items.map(({ id }) => id)
    expect(await found('100%_')).toEqual([ids.chinese])
    expect(await found('100%sure')).toEqual([])
    expect(await found('李')).toEqual([ids.chinese])
    expect(await found('\\')).toEqual([])
    expect(await found("o'hara; --")).toEqual([])
  })

  it('page within a search', async () => {
    const pages = await walk(operations.users.list, { search: 'same', top: 4 })
    expect(pages.map((page) => page.length)).toEqual([4, 3])
  })

  it.each([
    { cursor: 'nonsense' },
    { cursor: Buffer.from('["a"]').toString('base64url') },
    { cursor: Buffer.from('["a","b"]').toString('base64url') },
    { top: 0 },
    { top: 1000 },
    { top: 'many' },
  ])('refuse %j', async (input) => {
    await expect(ask(operations.users.list, input)).rejects.toMatchObject({ status: 400 })
  })

  it('list groups and contacts', async () => {
    const groups = await ask(operations.groups.list, {})
    expect(groups.items.map(({ attributes }) => attributes.displayName)).toEqual(['all', 'staff'])
    const contacts = await ask(operations.contacts.list, { search: 'partner' })
    expect(contacts.items.map(({ id }) => id)).toEqual([ids.outside])
  })
})

describe('memberships', () => {
  it('pages members of any type, deleted ones left out', async () => {
    const first = await ask(operations.groups.members, { id: ids.staff, top: 6 })
    const second = await ask(operations.groups.members, { id: ids.staff, top: 6, cursor: first.nextCursor })
    expect([first.items.length, second.items.length, second.nextCursor]).toEqual([6, 3, null])
    const types = new Set([...first.items, ...second.items].map(({ objectType }) => objectType))
    expect(types).toEqual(new Set(['user', 'contact']))
  })

  it('searches among the members', async () => {
    const { items } = await ask(operations.groups.members, { id: ids.staff, search: 'partner' })
    expect(items.map(({ id }) => id)).toEqual([ids.outside])
  })

  it('of an unknown group is not found', async () => {
    await expect(ask(operations.groups.members, { id: ids.anna })).rejects.toMatchObject({ status: 404 })
  })

  it('lists the groups of a user and of a group', async () => {
    const groupsOf = async (id: string | undefined) =>
      (await ask(operations.users.groups, { id })).items.map((group) => group.id)
    expect(await groupsOf(ids.anna)).toEqual([ids.staff])
    expect(await groupsOf(ids.staff)).toEqual([ids.all])
    expect(await groupsOf(ids.chinese)).toEqual([])
  })
})

describe('summary', () => {
  it('counts live, synchronised and deleted objects', async () => {
    expect(await ask(operations.summary, {})).toEqual({
      users: 10,
      groups: 2,
      contacts: 1,
      synced: { users: 9, groups: 2, contacts: 1 },
      deleted: 1,
    })
  })

  it('is refused to a caller without a role', async () => {
    await expect(ask(operations.summary, {}, { ...READER, assignments: [] })).rejects.toMatchObject({
      status: 403,
    })
    await expect(ask(operations.summary, {}, { ...READER, actor: undefined })).rejects.toMatchObject({
      status: 401,
    })
  })
})
