import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { transaction } from '../../../db/client.ts'
import { createTestDatabase, type TestDatabase } from '../../../db/testing.ts'
import { createCloudObjects, purgeObjects } from '../../directory/index.ts'
import type { ChangesPage, ExportChange, ExportResult, ImportedObject } from '../connector.ts'
import { createCloudDirectoryConnector } from './connector.ts'
import { writeDirectoryChanges } from './write-changes.ts'

const NOW = new Date('2026-01-15T08:00:00Z')
const signal = new AbortController().signal

let database: TestDatabase
beforeAll(async () => {
  database = await createTestDatabase()
})
afterAll(() => database.drop())
beforeEach(() =>
  database.pool.query(
    'truncate directory_object, directory_unique_value, directory_edge, directory_edge_removed, directory_tombstone',
  ),
)

function connector(now = NOW) {
  return createCloudDirectoryConnector({ pool: database.pool, now: () => now })
}

function adds(name: string, objectType = 'user', attributes: ExportChange['attributes'] = {}): ExportChange {
  return {
    id: name,
    operation: 'add',
    objectType,
    anchor: undefined,
    dn: '',
    attributes: {
      sourceAnchor: btoa(name),
      displayName: name,
      ...(objectType === 'user' ? { userPrincipalName: `${name}@x.com` } : {}),
      ...attributes,
    },
    references: [],
    createdAt: '2020-01-01T00:00:00Z',
  }
}

function changes(anchor: string, more: Partial<ExportChange>): ExportChange {
  return { ...adds(anchor), operation: 'update', anchor, attributes: {}, createdAt: undefined, ...more }
}

async function write(...batch: ExportChange[]): Promise<readonly ExportResult[]> {
  const results = await connector().write?.(batch, signal)
  if (!results) throw new Error('the connector does not write')
  return results
}

function anchors(results: readonly ExportResult[]): string[] {
  return results.map((result) => {
    if (result.ok) return result.anchor
    throw new Error(result.error.message)
  })
}

type Changes = Pick<ChangesPage, 'objects' | 'references' | 'deleted' | 'cursor'>

async function changesSince(cursor: string | undefined, now = NOW): Promise<Changes> {
  const all = { objects: [], references: [], deleted: [], cursor: '' } as {
    objects: Changes['objects'][number][]
    references: Changes['references'][number][]
    deleted: string[]
    cursor: string
  }
  const pages = connector(now).readChanges?.(cursor, signal)
  if (!pages) throw new Error('the connector does not report changes')
  for await (const page of pages) {
    all.objects.push(...page.objects)
    all.references.push(...page.references)
    all.deleted.push(...page.deleted)
    all.cursor = page.cursor
  }
  return all
}

async function everything(): Promise<ImportedObject[]> {
  const objects: ImportedObject[] = []
  for await (const page of connector().readAll([], signal)) objects.push(...page.objects)
  return objects
}

describe('write', () => {
  it('answers each change by its id and sets references in a second pass', async () => {
    const [group = '', anna = ''] = anchors(await write(adds('group', 'group'), adds('anna')))
    const results = await write(
      changes(group, { objectType: 'group', references: [{ attribute: 'member', add: [anna], remove: [] }] }),
      changes(anna, {
        attributes: { title: 'x' },
        references: [{ attribute: 'manager', add: [anna], remove: [] }],
      }),
    )
    expect(results).toEqual([
      { id: group, ok: true, anchor: group },
      { id: anna, ok: true, anchor: anna },
    ])
    const read = (await everything()).find(({ anchor }) => anchor === group)
    expect(read?.references).toEqual([
      { attribute: 'member', dn: `CN={${Buffer.from(btoa('anna')).toString('hex')}}`, anchor: anna },
    ])
  })

  it('reports a warning, a missing reference, an unknown type and an unusable anchor one by one', async () => {
    const [plain = '', good = ''] = anchors(
      await write(adds('plain', 'user', { userPrincipalName: 'plain' }), adds('good')),
    )
    const again = await write(changes(plain, { attributes: { userPrincipalName: 'other' } }))
    expect(again).toMatchObject([{ ok: true, warnings: [{ code: 'UserPrincipalNameFallback' }] }])
    const nowhere = '01900000-0000-7000-8000-000000000000'
    const results = await write(
      changes(good, { references: [{ attribute: 'manager', add: [nowhere], remove: [] }] }),
      adds('computer', 'device'),
      changes('nonsense', { attributes: { title: 'x' } }),
    )
    expect(results.map((result) => (result.ok ? 'ok' : result.error.code))).toEqual([
      'dn-attributes-failure',
      'UnsupportedObjectType',
      'cd-missing-object',
    ])
  })

  it('does not set references of a change that was refused', async () => {
    const [anna = '', ben = ''] = anchors(await write(adds('anna'), adds('ben')))
    const [result] = await write(
      changes(anna, {
        attributes: { displayName: 'x'.repeat(300) },
        references: [{ attribute: 'manager', add: [ben], remove: [] }],
      }),
    )
    expect(result).toMatchObject({ ok: false, error: { code: 'ExceededAllowedLength' } })
    expect((await everything()).flatMap(({ references }) => references)).toEqual([])
  })

  it('repeated ends in the same state', async () => {
    const [group = '', anna = ''] = anchors(await write(adds('group', 'group'), adds('anna')))
    const { cursor } = await changesSince(undefined)
    const member = changes(group, {
      objectType: 'group',
      references: [{ attribute: 'member', add: [anna], remove: [] }],
    })
    await write(adds('group', 'group'), adds('anna'), member)
    expect(await changesSince(cursor)).toMatchObject({ objects: [], references: [{ source: group }] })
    const after = await changesSince(cursor)
    await write(adds('group', 'group'), adds('anna'), member)
    expect(await changesSince(after.cursor)).toMatchObject({ objects: [], references: [], deleted: [] })
  })

  it('commits and rolls back with the transaction of its caller', async () => {
    const work = transaction(async (tx) => {
      await writeDirectoryChanges(tx, [adds('anna')], NOW)
      throw new Error('the lease is gone')
    }, database.pool)
    await expect(work).rejects.toThrow('the lease is gone')
    expect(await everything()).toEqual([])
  })
})

describe('readAll', () => {
  it('gives values as they were written, with what only the directory knows', async () => {
    const [id = ''] = anchors(
      await write(adds('anna', 'user', { displayName: ' Anna ', userPrincipalName: 'anna' })),
    )
    expect(await everything()).toEqual([
      {
        anchor: id,
        objectType: 'user',
        dn: `CN={${Buffer.from(btoa('anna')).toString('hex')}}`,
        partition: '',
        attributes: {
          sourceAnchor: btoa('anna'),
          cloudAnchor: `User_${id}`,
          cloudMastered: false,
          displayName: ' Anna ',
          userPrincipalName: 'anna',
        },
        references: [],
      },
    ])
  })

  it('names objects without an anchor by their id', async () => {
    const cloud = { key: 'c', objectType: 'group', attributes: { displayName: 'Cloud' } } as const
    await transaction((tx) => createCloudObjects(tx, [cloud], NOW), database.pool)
    const [object] = await everything()
    expect(object?.dn).toBe(`CN={${Buffer.from(object?.anchor ?? '').toString('hex')}}`)
    expect(object?.attributes).toMatchObject({ cloudMastered: true, cloudAnchor: `Group_${object?.anchor}` })
    expect(object?.attributes.sourceAnchor).toBeUndefined()
  })

  it('reads everything over pages, the last of them complete', async () => {
    const names = Array.from({ length: 1000 }, (_, index) => `user${index}`)
    await write(...names.map((name) => adds(name)))
    const pages: boolean[] = []
    for await (const page of connector().readAll([], signal)) pages.push(page.complete)
    expect(pages).toEqual([false, true])
    expect(new Set((await everything()).map(({ anchor }) => anchor)).size).toBe(1000)
  })

  it('types values as its schema says', async () => {
    await write(
      adds('anna', 'user', { proxyAddresses: ['SMTP:a@x.com'], countryCode: 49, accountEnabled: true }),
    )
    const { attributes } = await connector().readSchema(signal)
    const [object] = await everything()
    for (const [name, value] of Object.entries(object?.attributes ?? {})) {
      expect(attributes[name]?.multi, name).toBe(Array.isArray(value))
    }
  })

  it('stops when it is aborted', async () => {
    const aborted = AbortSignal.abort(new Error('stopped'))
    await expect(connector().readAll([], aborted).next()).rejects.toThrow('stopped')
    await expect(connector().readSchema(aborted)).rejects.toThrow('stopped')
  })
})

describe('locate', () => {
  it('tells live from deleted', async () => {
    const [anna = '', ben = ''] = anchors(await write(adds('anna'), adds('ben')))
    await write(changes(ben, { operation: 'delete' }))
    const where = await connector().locate([anna, ben, '01900000-0000-7000-8000-000000000000'], [], signal)
    expect([...where.values()]).toEqual(['in-scope', 'deleted', 'deleted'])
  })
})

describe('readChanges', () => {
  it('gives everything first, then only what changed', async () => {
    const [group = '', anna = '', ben = ''] = anchors(
      await write(adds('group', 'group'), adds('anna'), adds('ben')),
    )
    await write(
      changes(group, {
        objectType: 'group',
        references: [{ attribute: 'member', add: [anna, ben], remove: [] }],
      }),
    )
    const first = await changesSince(undefined)
    expect(first.objects.map(({ anchor }) => anchor).sort()).toEqual([group, anna, ben].sort())
    expect(first.references.length).toBe(2)
    await write(
      changes(group, { objectType: 'group', references: [{ attribute: 'member', add: [], remove: [ben] }] }),
      changes(anna, { attributes: { title: 'x' } }),
    )
    const second = await changesSince(first.cursor)
    expect(second).toMatchObject({
      objects: [{ anchor: anna, attributes: { title: 'x' } }],
      references: [{ source: group, attribute: 'member', target: ben, present: false }],
      deleted: [],
    })
    expect(await changesSince(second.cursor)).toMatchObject({ objects: [], references: [], deleted: [] })
  })

  it('tells of deleted and purged objects, and of references that come back with a restored one', async () => {
    const [group = '', anna = '', ben = ''] = anchors(
      await write(adds('group', 'group'), adds('anna'), adds('ben')),
    )
    await write(
      changes(group, { objectType: 'group', references: [{ attribute: 'member', add: [anna], remove: [] }] }),
    )
    const { cursor } = await changesSince(undefined)
    await write(changes(anna, { operation: 'delete' }), changes(ben, { operation: 'delete' }))
    await transaction((tx) => purgeObjects(tx, [ben], NOW), database.pool)
    const gone = await changesSince(cursor)
    expect([...gone.deleted].sort()).toEqual([anna, ben].sort())
    await write(adds('anna'))
    expect(await changesSince(gone.cursor)).toMatchObject({
      objects: [{ anchor: anna }],
      references: [{ source: group, target: anna, present: true }],
      deleted: [],
    })
  })

  it('goes on within a round from the cursor of any page', async () => {
    await write(...Array.from({ length: 1000 }, (_, index) => adds(`a${index}`)))
    await write(...Array.from({ length: 1000 }, (_, index) => adds(`b${index}`)))
    await write(...Array.from({ length: 500 }, (_, index) => adds(`c${index}`)))
    const seen = new Set<string>()
    const firstPage = await connector().readChanges?.(undefined, signal).next()
    if (!firstPage || firstPage.done) throw new Error('there is no page')
    for (const { anchor } of firstPage.value.objects) seen.add(anchor)
    expect(firstPage.value.complete).toBe(false)
    const rest = await changesSince(firstPage.value.cursor)
    for (const { anchor } of rest.objects) seen.add(anchor)
    expect(rest.objects.length).toBe(500)
    expect(seen.size).toBe(2500)
  })

  it('misses nothing that a slower writer commits later', async () => {
    const slow = await database.pool.connect()
    await slow.query('begin')
    const [first] = await writeDirectoryChanges(slow, [adds('slow')], NOW)
    // The second writer waits for the first: it cannot commit a higher number before.
    const fast = write(adds('fast'))
    const early = await changesSince(undefined)
    expect(early.objects).toEqual([])
    await slow.query('commit')
    slow.release()
    const [second] = await fast
    const late = await changesSince(early.cursor)
    expect(late.objects.map(({ anchor }) => anchor)).toEqual(
      anchors([first, second].flatMap((result) => result ?? [])),
    )
  })

  it('writers at once and a reader between them end with every object seen', async () => {
    const seen = new Set<string>()
    let cursor: string | undefined
    const writers = Array.from({ length: 4 }, async (_, writer) => {
      for (let batch = 0; batch < 5; batch++) {
        await write(...Array.from({ length: 5 }, (_, index) => adds(`w${writer}-${batch}-${index}`)))
      }
    })
    const written = Promise.all(writers)
    let running = true
    written.finally(() => {
      running = false
    })
    do {
      const round = await changesSince(cursor)
      for (const { anchor } of round.objects) seen.add(anchor)
      cursor = round.cursor
    } while (running)
    await written
    for (const { anchor } of (await changesSince(cursor)).objects) seen.add(anchor)
    expect(seen.size).toBe(100)
  })

  it('refuses a cursor it did not issue and one older than removals are remembered', async () => {
    const { cursor } = await changesSince(undefined)
    const later = new Date(NOW.getTime() + 31 * 86_400_000)
    await expect(changesSince(cursor, later)).rejects.toMatchObject({ code: 'connector.cursor_expired' })
    await expect(changesSince('nonsense')).rejects.toMatchObject({ code: 'connector.cursor_invalid' })
  })
})
