import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { createTestDatabase, type TestDatabase } from '../../db/testing.ts'
import {
  add,
  anchorOf,
  apply,
  createInCloud,
  idOf,
  NOW,
  problemOf,
  remove,
  stored,
  update,
} from './changes-for-test.ts'
import { DEFAULT_FEATURES } from './model.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await createTestDatabase()
})
afterAll(() => database.drop())
beforeEach(() =>
  database.pool.query(
    'truncate directory_object, directory_unique_value, directory_edge, directory_edge_removed, directory_domain',
  ),
)

const pool = () => database.pool
const version = async (id: string) => {
  const { rows } = await pool().query('select xmin::text, change_seq from directory_object where id = $1', [
    id,
  ])
  return rows[0]
}

describe('applyObjects', () => {
  it('creates, changes and deletes', async () => {
    const [created] = await apply(pool(), [add('user', 'anna', { title: 'Engineer', countryCode: 49 })])
    expect(created).toMatchObject({ ok: true, outcome: 'created' })
    const id = idOf(created)
    expect(await stored(pool(), id)).toMatchObject({
      sourceAnchor: anchorOf('anna'),
      synced: true,
      masteredBy: 'on-premises',
      deletedAt: null,
      attributes: { displayName: 'anna', title: 'Engineer', countryCode: 49 },
    })
    const [updated] = await apply(pool(), [update(id, { title: null, department: 'Sales' })])
    expect(updated).toMatchObject({ ok: true, outcome: 'updated' })
    const { attributes } = await stored(pool(), id)
    expect(attributes.department).toBe('Sales')
    expect('title' in attributes).toBe(false)
    const [deleted] = await apply(pool(), [remove(id)])
    expect(deleted).toMatchObject({ ok: true, outcome: 'deleted' })
    expect(await stored(pool(), id)).toMatchObject({
      synced: false,
      deletedAt: NOW,
      masteredBy: 'on-premises',
    })
  })

  it('repeating a batch writes nothing', async () => {
    const batch = [
      add('user', 'anna', { proxyAddresses: ['SMTP:anna@x.com', 'smtp:a@x.com'] }),
      add('group', 'sales'),
    ]
    const ids = (await apply(pool(), batch)).map(idOf)
    const before = await Promise.all(ids.map(version))
    const again = await apply(pool(), batch)
    expect(again.map(idOf)).toEqual(ids)
    expect(again).toMatchObject([{ outcome: 'unchanged' }, { outcome: 'unchanged' }])
    const [change, leave] = [update(ids[0] ?? '', { title: 'x' }), remove(ids[1] ?? '', 'group')]
    await apply(pool(), [change, leave])
    const after = await Promise.all(ids.map(version))
    expect(await apply(pool(), [change, leave])).toMatchObject([
      { outcome: 'unchanged' },
      { outcome: 'unchanged' },
    ])
    expect(await Promise.all(ids.map(version))).toEqual(after)
    expect(after).not.toEqual(before)
  })

  it('a refused change leaves nothing behind and the others go on', async () => {
    const results = await apply(pool(), [
      add('user', 'long', { displayName: 'x'.repeat(300), proxyAddresses: ['SMTP:free@x.com'] }),
      add('user', 'good', { proxyAddresses: ['SMTP:free@x.com'] }),
    ])
    expect(problemOf(results[0]).code).toBe('ExceededAllowedLength')
    expect(results[1]).toMatchObject({ ok: true })
    const { rows } = await pool().query('select count(*)::int as n from directory_object')
    expect(rows[0].n).toBe(1)
  })

  it('an invalid sign-in name keeps the old one', async () => {
    const id = idOf((await apply(pool(), [add('user', 'anna')]))[0])
    const [result] = await apply(pool(), [update(id, { userPrincipalName: 'ännä@example.com', title: 'x' })])
    expect(problemOf(result).code).toBe('IdentityDataValidationFailed')
    expect((await stored(pool(), id)).attributes).toMatchObject({ userPrincipalName: 'anna@example.com' })
    expect((await stored(pool(), id)).attributes.title).toBeUndefined()
  })

  it('falls back to the initial domain of the directory', async () => {
    await pool().query(
      `insert into directory_domain values ('contoso.example', true, null), ('ok.com', false, now())`,
    )
    const results = await apply(pool(), [
      add('user', 'a', { userPrincipalName: 'a@ok.com' }),
      add('user', 'b', { userPrincipalName: 'b@other.com' }),
    ])
    const names = await Promise.all(
      results.map(async (r) => (await stored(pool(), idOf(r))).attributes.userPrincipalName),
    )
    expect(names).toEqual(['a@ok.com', 'b@contoso.example'])
    expect(results[1]).toMatchObject({ warnings: [{ code: 'UserPrincipalNameFallback' }] })
  })

  it('refuses to change an anchor, and what is not there', async () => {
    const id = idOf((await apply(pool(), [add('user', 'anna')]))[0])
    const results = await apply(pool(), [
      update(id, { sourceAnchor: anchorOf('other') }),
      update('01900000-0000-7000-8000-000000000000', { title: 'x' }),
    ])
    expect(results.map((result) => problemOf(result).code)).toEqual([
      'SourceAnchorChanged',
      'cd-missing-object',
    ])
    expect(await apply(pool(), [remove('01900000-0000-7000-8000-000000000000')])).toMatchObject([
      { ok: true },
    ])
  })

  it('refuses the second of two adds of one anchor', async () => {
    const results = await apply(pool(), [add('user', 'anna'), { ...add('user', 'anna'), key: 'again' }])
    expect(results[0]).toMatchObject({ ok: true })
    expect(problemOf(results[1]).code).toBe('duplicate-object')
  })
})

describe('unique values', () => {
  it.each(['user', 'group', 'contact'] as const)(
    'an address is unique between a user and a %s, ignoring case',
    async (type) => {
      const [holder] = await apply(pool(), [add(type, 'holder', { proxyAddresses: ['SMTP:Shared@X.com'] })])
      const [loser] = await apply(pool(), [add('user', 'loser', { proxyAddresses: ['smtp:shared@x.COM'] })])
      expect(problemOf(loser)).toMatchObject({
        code: 'AttributeValueMustBeUnique',
        attribute: 'proxyAddresses',
        value: 'smtp:shared@x.COM',
        otherObject: { id: idOf(holder), objectType: type, name: 'holder' },
        retry: true,
      })
      expect(problemOf(loser).message).toMatch(/"loser".*"holder"/)
    },
  )

  it('mail is not unique', async () => {
    const results = await apply(pool(), [
      add('user', 'a', { mail: 'm@x.com' }),
      add('user', 'b', { mail: 'm@x.com' }),
    ])
    expect(results.every(({ ok }) => ok)).toBe(true)
  })

  it('among new objects the older wins, then the lower anchor, whatever their order', async () => {
    const claim = { userPrincipalName: 'same@example.com' }
    const results = await apply(pool(), [
      add('user', 'young', claim, '2020-01-02T00:00:00Z'),
      add('user', 'old', claim, '2020-01-01T00:00:00Z'),
      add('user', 'undated', claim),
    ])
    expect(results.map(({ ok }) => ok)).toEqual([false, true, false])
    const sameDay = { proxyAddresses: ['SMTP:day@x.com'] }
    const tie = await apply(pool(), [
      add('user', 'zeta', sameDay, '2020-01-01T00:00:00Z'),
      add('user', 'alpha', sameDay, '2020-01-01T00:00:00Z'),
    ])
    expect(tie.map(({ ok }) => ok)).toEqual([false, true])
    expect(problemOf(tie[0]).otherObject?.name).toBe('alpha')
  })

  it('the holder keeps a value against an older newcomer and against a change', async () => {
    await apply(pool(), [add('user', 'holder', { userPrincipalName: 'v@x.com' }, '2024-01-01T00:00:00Z')])
    const [newcomer, other] = await apply(pool(), [
      add('user', 'older', { userPrincipalName: 'V@x.com' }, '2001-01-01T00:00:00Z'),
      add('user', 'other'),
    ])
    expect(problemOf(newcomer).code).toBe('AttributeValueMustBeUnique')
    const [changed] = await apply(pool(), [update(idOf(other), { userPrincipalName: 'v@X.com' })])
    expect(problemOf(changed).code).toBe('AttributeValueMustBeUnique')
  })

  it('objects of one batch swap values', async () => {
    const [a, b] = (
      await apply(pool(), [
        add('user', 'a', { userPrincipalName: 'one@x.com', proxyAddresses: ['SMTP:one@x.com'] }),
        add('user', 'b', { userPrincipalName: 'two@x.com', proxyAddresses: ['SMTP:two@x.com'] }),
      ])
    ).map(idOf)
    const swapped = await apply(pool(), [
      update(a ?? '', { userPrincipalName: 'two@x.com', proxyAddresses: ['SMTP:two@x.com'] }),
      update(b ?? '', { userPrincipalName: 'one@x.com', proxyAddresses: ['SMTP:one@x.com'] }),
    ])
    expect(swapped).toMatchObject([{ outcome: 'updated' }, { outcome: 'updated' }])
    const { rows } = await pool().query(
      'select value_key, object_id from directory_unique_value order by value_key',
    )
    expect(rows).toEqual([
      { value_key: 'one@x.com', object_id: b },
      { value_key: 'smtp:one@x.com', object_id: b },
      { value_key: 'smtp:two@x.com', object_id: a },
      { value_key: 'two@x.com', object_id: a },
    ])
  })

  it('what a deleted object held is free in the same batch', async () => {
    const id = idOf((await apply(pool(), [add('user', 'leaver', { userPrincipalName: 'post@x.com' })]))[0])
    const results = await apply(pool(), [
      add('user', 'heir', { userPrincipalName: 'post@x.com' }),
      remove(id),
    ])
    expect(results.every(({ ok }) => ok)).toBe(true)
  })

  it('a refused change keeps what it would have given up', async () => {
    const [a] = (
      await apply(pool(), [
        add('user', 'a', { userPrincipalName: 'a@x.com' }),
        add('user', 'c', { userPrincipalName: 'c@x.com' }),
      ])
    ).map(idOf)
    const results = await apply(pool(), [
      add('user', 'b', { userPrincipalName: 'a@x.com' }),
      update(a ?? '', { userPrincipalName: 'c@x.com' }),
    ])
    expect(problemOf(results[0]).otherObject?.id).toBe(a)
    expect(problemOf(results[1]).otherObject?.name).toBe('c')
    expect((await stored(pool(), a ?? '')).attributes.userPrincipalName).toBe('a@x.com')
  })

  it('one object may hold an address in two spellings', async () => {
    const [result] = await apply(pool(), [
      add('user', 'a', { proxyAddresses: ['SMTP:A@x.com', 'smtp:a@x.com'] }),
    ])
    expect(result).toMatchObject({ ok: true })
  })

  it('very long addresses are compared whole', async () => {
    const long = (end: string) => ({ proxyAddresses: [`x500:/o=${'漢'.repeat(1000)}${end}`] })
    const results = await apply(pool(), [
      add('user', 'a', long('a')),
      add('user', 'b', long('b')),
      add('user', 'c', long('A')),
    ])
    expect(results.map(({ ok }) => ok)).toEqual([true, true, false])
  })
})

describe('matching', () => {
  const cloud = (attributes: Record<string, string | string[]>, more = {}) => ({
    key: 'cloud',
    objectType: 'user' as const,
    attributes: { displayName: 'Cloud', userPrincipalName: 'cloud@x.com', ...attributes },
    ...more,
  })

  it('takes over by immutable id, on-premises values first', async () => {
    const id = idOf(
      (
        await createInCloud(pool(), [
          cloud({ title: 'Old', usageLocation: 'DE' }, { immutableId: anchorOf('anna') }),
        ])
      )[0],
    )
    const [result] = await apply(pool(), [add('user', 'anna', { title: 'New' })])
    expect(result).toMatchObject({ ok: true, id, outcome: 'matched' })
    expect(await stored(pool(), id)).toMatchObject({
      synced: true,
      masteredBy: 'on-premises',
      attributes: {
        displayName: 'anna',
        title: 'New',
        usageLocation: 'DE',
        userPrincipalName: 'anna@example.com',
      },
    })
  })

  it('is blocked by the feature, and never touches a privileged account', async () => {
    await createInCloud(pool(), [cloud({}, { immutableId: anchorOf('anna') })])
    const blocked = { ...DEFAULT_FEATURES, blockCloudObjectTakeoverThroughHardMatch: true }
    expect(problemOf((await apply(pool(), [add('user', 'anna')], blocked))[0]).code).toBe('InvalidHardMatch')
    await createInCloud(pool(), [
      cloud({ userPrincipalName: 'admin@x.com' }, { immutableId: anchorOf('root'), privileged: true }),
    ])
    expect(problemOf((await apply(pool(), [add('user', 'root')]))[0]).code).toBe('ExistingAdminRoleConflict')
  })

  it('takes over by primary address', async () => {
    const id = idOf((await createInCloud(pool(), [cloud({ proxyAddresses: ['SMTP:anna@x.com'] })]))[0])
    const [result] = await apply(pool(), [add('user', 'anna', { proxyAddresses: ['SMTP:Anna@x.com'] })])
    expect(result).toMatchObject({ ok: true, id, outcome: 'matched' })
    expect(await stored(pool(), id)).toMatchObject({ sourceAnchor: anchorOf('anna'), synced: true })
  })

  it('takes over by sign-in name unless that is switched off', async () => {
    const id = idOf((await createInCloud(pool(), [cloud({ userPrincipalName: 'anna@example.com' })]))[0])
    const off = { ...DEFAULT_FEATURES, softMatchOnUpn: false }
    expect(problemOf((await apply(pool(), [add('user', 'anna')], off))[0]).code).toBe(
      'AttributeValueMustBeUnique',
    )
    const none = { ...DEFAULT_FEATURES, blockSoftMatch: true }
    expect(problemOf((await apply(pool(), [add('user', 'anna')], none))[0]).code).toBe(
      'AttributeValueMustBeUnique',
    )
    expect((await apply(pool(), [add('user', 'anna')]))[0]).toMatchObject({ id, outcome: 'matched' })
  })

  it('a shared secondary address is a conflict, not a match', async () => {
    await createInCloud(pool(), [cloud({ proxyAddresses: ['SMTP:main@x.com', 'smtp:anna@x.com'] })])
    const [result] = await apply(pool(), [add('user', 'anna', { proxyAddresses: ['SMTP:anna@x.com'] })])
    expect(problemOf(result).code).toBe('AttributeValueMustBeUnique')
  })

  it('refuses another type, another anchor and a privileged account', async () => {
    await createInCloud(pool(), [
      {
        key: 'g',
        objectType: 'group',
        attributes: { displayName: 'Group', proxyAddresses: ['SMTP:one@x.com'] },
      },
      cloud(
        { userPrincipalName: 'two@x.com', proxyAddresses: ['SMTP:two@x.com'] },
        { immutableId: anchorOf('else') },
      ),
      cloud(
        { userPrincipalName: 'three@x.com', proxyAddresses: ['SMTP:three@x.com'] },
        { key: 'p', privileged: true },
      ),
    ])
    const results = await apply(
      pool(),
      ['one', 'two', 'three'].map((name) => add('user', name, { proxyAddresses: [`SMTP:${name}@x.com`] })),
    )
    const codes = results.map((result) => problemOf(result).code)
    expect(codes).toEqual(['ObjectTypeMismatch', 'InvalidSoftMatch', 'ExistingAdminRoleConflict'])
  })

  it.each(['group', 'contact'] as const)('matches a %s by primary address only', async (objectType) => {
    const [made] = await createInCloud(pool(), [
      { key: 'c', objectType, attributes: { displayName: 'List', proxyAddresses: ['SMTP:list@x.com'] } },
      { key: 'd', objectType, attributes: { displayName: 'plain' } },
    ])
    const results = await apply(pool(), [
      add(objectType, 'list', { proxyAddresses: ['SMTP:list@x.com'] }),
      add(objectType, 'plain'),
    ])
    expect(results).toMatchObject([{ id: idOf(made), outcome: 'matched' }, { outcome: 'created' }])
  })

  it('only users can be given an immutable id, and each once', async () => {
    const results = await createInCloud(pool(), [
      { key: 'g', objectType: 'group', attributes: { displayName: 'G' }, immutableId: anchorOf('g') },
      cloud({}, { immutableId: anchorOf('u') }),
    ])
    expect(problemOf(results[0]).code).toBe('IdentityDataValidationFailed')
    const [again] = await createInCloud(pool(), [
      cloud({ userPrincipalName: 'o@x.com' }, { immutableId: anchorOf('u') }),
    ])
    expect(problemOf(again).code).toBe('AttributeValueMustBeUnique')
  })

  it('never deletes what is managed in the cloud', async () => {
    const id = idOf((await createInCloud(pool(), [cloud({})]))[0])
    expect(problemOf((await apply(pool(), [remove(id)]))[0]).code).toBe('DeletingCloudOnlyObjectNotAllowed')
    expect(problemOf((await apply(pool(), [update(id, { title: 'x' })]))[0]).code).toBe('InvalidHardMatch')
  })
})
