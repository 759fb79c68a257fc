import { rootCertificates } from 'node:tls'
import { Attribute, Change, type Client, type Entry } from 'ldapts'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { pool, transaction } from '../../db/client.ts'
import { createTestDatabase } from '../../db/testing.ts'
import { type Forest, startForest } from '../../e2e/fixtures/samba/forest.ts'
import { ldifEntry } from '../../e2e/fixtures/samba/ldif.ts'
import { config } from '../config.ts'
import { newId } from '../ids.ts'
import { installQueues, stopEnqueuing } from '../jobs.ts'
import { runOperation } from '../operation/run-operation.ts'
import { testContext } from '../operation/testing.ts'
import { prepareSealingKey } from '../secrets/prepare-sealing-key.ts'
import { createTestKey } from '../secrets/testing.ts'
import { findCycles } from '../sync/queries/find-runs.ts'
import { runCycle, type SliceOptions } from '../sync/run-cycle.ts'
import { startCycle } from '../sync/start-cycle.ts'
import { setStaging } from '../sync/switches.ts'
import { prepareInstallation } from './first-start.ts'
import { openConnector } from './open-connector.ts'
import { createConnector } from './operations/create-connector.ts'
import { setScope } from './operations/set-scope.ts'

const NOBODY = '127.255.255.254'
const admin = testContext(['Global Administrator'])

let forest: Forest
let client: Client
let people: string
let old: string

beforeAll(async () => {
  await createTestKey()
  const database = await createTestDatabase()
  await installQueues(database.url)
  await prepareSealingKey(pool(), config().keyFile)
  await prepareInstallation(pool(), { sample: true })
  forest = await startForest({ realm: 'REAL.TEST', domain: 'REAL' })
  people = `OU=People\\, all,${forest.baseDn}`
  old = `OU=Old,${forest.baseDn}`
  await forest.addBulk({ users: 3000, groups: 1, membersPerGroup: 3000 })
  await forest.addLdif(content())
  client = await forest.adminClient()
  return async () => {
    await stopEnqueuing()
    await database.drop()
  }
})
afterAll(async () => {
  await client?.unbind()
  await forest?.stop()
})

const NAMES: readonly (readonly [rdn: string, displayName: string])[] = [
  ['CN=Smith\\, John', 'Smith, John'],
  ['CN=C\\+\\+ Team', 'C++ Team'],
  ['CN=\\#1 Fan', '#1 Fan'],
  ['CN=\\"Quoted\\" \\\\ Name', '"Quoted" \\ Name'],
  ['CN=Semi\\;colon \\<a\\=b\\>', 'Semi;colon <a=b>'],
  ['CN=Ελένη Παπαδοπούλου', 'Ελένη Παπαδοπούλου'],
  ['CN=田中 健太', '田中 健太'],
  ['CN=محمد عبد الله', 'محمد عبد الله'],
  ['CN=Łukasz Żółć', 'Łukasz Żółć'],
  ['CN=𠮷弘 中村', '𠮷弘 中村'],
]

function content(): string {
  const ou = (dn: string) => ldifEntry(dn, { objectClass: 'organizationalUnit' })
  const user = (rdn: string, attributes: Parameters<typeof ldifEntry>[1]) =>
    ldifEntry(`${rdn},${people}`, { objectClass: 'user', userAccountControl: 544, ...attributes })
  const first = `${NAMES[0]?.[0]},${people}`
  return [
    ou(people),
    ou(old),
    ou(`OU=Empty,${forest.baseDn}`),
    ...NAMES.map(([rdn, displayName], index) =>
      user(rdn, {
        sAMAccountName: `person${index}`,
        userPrincipalName: `person${index}@real.test`,
        displayName: index === 2 ? undefined : displayName,
        givenName: ` Given ${index} `,
        sn: `Surname ${index}`,
        department: index % 2 ? ' Research  ' : undefined,
        title: `Title ${index}`,
        mail: `person${index}@real.test`,
        telephoneNumber: `+49 30 ${index}`,
        description: 'x'.repeat(500),
        proxyAddresses: [
          `SMTP:person${index}@real.test`,
          `smtp:alias${index}@real.test`,
          'X500:/o=x'.concat(String(index)),
        ],
        userAccountControl: index % 3 === 0 ? 546 : 544,
        manager: index === 0 ? undefined : first,
        employeeID: `E${index}`,
        postOfficeBox: ['one', 'two'].slice(0, 1),
        countryCode: index === 4 ? 276 : undefined,
      }),
    ),
    user('CN=No upn', { sAMAccountName: 'noupn' }),
    user('CN=Excluded 1', { sAMAccountName: 'excluded1', adminDescription: 'User_1' }),
    user('CN=Excluded 2', { sAMAccountName: 'AAD_excluded2' }),
    user('CN=Excluded 3', { sAMAccountName: 'MSOL_excluded3' }),
    user('CN=Excluded 4', { sAMAccountName: 'SUPPORT_388945a0' }),
    ldifEntry(`CN=Inet,${people}`, {
      objectClass: 'inetOrgPerson',
      sAMAccountName: 'inet',
      userAccountControl: 544,
      userPrincipalName: 'inet@real.test',
    }),
    ldifEntry(`CN=Partner,${people}`, {
      objectClass: 'contact',
      mail: 'partner@example.org',
      displayName: 'Partner',
      givenName: 'Par',
    }),
    ldifEntry(`CN=Silent,${people}`, { objectClass: 'contact', displayName: 'Silent' }),
    ldifEntry(`CN=Inner,${people}`, {
      objectClass: 'group',
      sAMAccountName: 'inner',
      member: [first, `CN=Partner,${people}`, `CN=Excluded 1,${people}`],
    }),
    ldifEntry(`CN=Outer,${people}`, {
      objectClass: 'group',
      sAMAccountName: 'outer',
      displayName: 'Outer group',
      member: [`CN=Inner,${people}`, `CN=Inet,${people}`],
    }),
    ldifEntry(`CN=List,${people}`, {
      objectClass: 'group',
      sAMAccountName: 'list',
      groupType: 2,
      mail: 'list@real.test',
      member: [first],
    }),
    ldifEntry(`CN=Plain list,${people}`, { objectClass: 'group', sAMAccountName: 'plain', groupType: 2 }),
    ldifEntry(`CN=Written back,${people}`, {
      objectClass: 'group',
      sAMAccountName: 'written',
      adminDescription: 'Group_1',
    }),
    ldifEntry(`CN=Machine,${people}`, { objectClass: 'computer', sAMAccountName: 'MACHINE$' }),
  ].join('')
}

function body(changes: Record<string, unknown> = {}, connection: Record<string, unknown> = {}) {
  return {
    name: 'real.test',
    type: 'active-directory',
    mode: 'staging',
    connection: {
      hosts: [forest.address],
      security: 'ldaps',
      caCertificate: forest.caCertificate,
      account: forest.account.upn,
      password: forest.account.password,
      ...connection,
    },
    ...changes,
  }
}

const create = (input: unknown) => runOperation(createConnector, () => input, admin)

async function traces() {
  const { rows } = await pool().query(
    `select (select count(*) from connector)::int as connectors, (select count(*) from secret)::int as secrets,
       (select max(number) from configuration_version)::int as version,
       (select count(*) from directory_object where deleted_at is null)::int as objects`,
  )
  return rows[0]
}

async function cycle(open: SliceOptions['open'] = openConnector) {
  const id = await transaction((tx) => startCycle(tx, { policy: 'delta', by: 'test' }))
  return work(id, open)
}

async function work(id: string, open: SliceOptions['open'] = openConnector) {
  const signal = new AbortController().signal
  await runCycle(pool(), id, { open, holder: `test ${newId()}`, signal, sliceMs: 600_000 })
  const [done] = await findCycles(pool(), 'where c.id = $1', [id])
  return done
}

/** What the default rules make of the directory, worked out from its entries alone. */
async function expectation() {
  const { searchEntries } = await client.search(forest.baseDn, {
    scope: 'sub',
    filter: '(|(objectClass=user)(objectClass=group)(objectClass=contact))',
    paged: { pageSize: 500 },
    explicitBufferAttributes: ['objectGUID', 'objectSid'],
  })
  const objects = new Map<string, { type: string; attributes: Record<string, unknown> }>()
  const anchorOf = new Map<string, string>()
  for (const entry of searchEntries) {
    const type = typeOf(entry)
    if (!type || !isSynchronised(type, entry)) continue
    const anchor = bytes(entry, 'objectGUID').toString('base64')
    anchorOf.set(entry.dn, anchor)
    objects.set(anchor, { type, attributes: attributesOf(type, entry) })
  }
  const references = searchEntries.flatMap((entry) => {
    const source = anchorOf.get(entry.dn)
    if (!source) return []
    const of = (name: string, attribute: string) =>
      texts(entry, name).flatMap((dn) =>
        anchorOf.has(dn) ? `${source} ${attribute} ${anchorOf.get(dn)}` : [],
      )
    return [...of('manager', 'manager'), ...of('member', 'member')]
  })
  return { objects, references: references.sort() }
}

function typeOf(entry: Entry): 'user' | 'group' | 'contact' | undefined {
  const classes = texts(entry, 'objectClass')
  if (classes.includes('computer')) return undefined
  if (classes.includes('contact')) return 'contact'
  return classes.includes('group') ? 'group' : 'user'
}

function isSynchronised(type: 'user' | 'group' | 'contact', entry: Entry): boolean {
  const [name = ''] = texts(entry, 'sAMAccountName')
  const [marker = ''] = texts(entry, 'adminDescription')
  const hasMail = texts(entry, 'mail').some((mail) => mail.includes('@'))
  if (texts(entry, 'isCriticalSystemObject')[0] === 'TRUE') return false
  if (type === 'contact') return hasMail
  if (type === 'user') return !marker.startsWith('User_') && !/^(AAD_|MSOL_|SUPPORT_388945a0$)/.test(name)
  const isSecurity = Number(texts(entry, 'groupType')[0]) < 0
  return !marker.startsWith('Group_') && (isSecurity || hasMail)
}

function attributesOf(type: string, entry: Entry): Record<string, unknown> {
  const one = (name: string) => texts(entry, name)[0]?.trim() || undefined
  const all = {
    displayName: one('displayName') ?? one('cn'),
    mail: one('mail'),
    description: one('description')?.slice(0, 448),
  }
  if (type === 'group') return { ...all, securityEnabled: Number(one('groupType')) < 0 }
  const person = { ...all, givenName: one('givenName'), sn: one('sn'), title: one('title') }
  if (type === 'contact') return person
  const addresses = texts(entry, 'proxyAddresses')
  return {
    ...person,
    department: one('department'),
    telephoneNumber: one('telephoneNumber'),
    accountEnabled: (Number(one('userAccountControl')) & 2) === 0,
    userPrincipalName: one('userPrincipalName') ?? `${one('sAMAccountName')}@real.test`,
    accountName: one('sAMAccountName'),
    proxyAddresses: addresses.length > 0 ? [...addresses].sort() : undefined,
    countryCode: Number(one('countryCode')),
  }
}

function texts(entry: Entry, name: string): string[] {
  const value = entry[name]
  if (value === undefined) return []
  return [value].flat().map((item) => (Buffer.isBuffer(item) ? item.toString() : item))
}

function bytes(entry: Entry, name: string): Buffer {
  const [value] = [entry[name]].flat()
  if (Buffer.isBuffer(value)) return value
  throw new Error(`${entry.dn} has no ${name}`)
}

async function cloud() {
  const { rows } = await pool().query<{
    anchor: string
    type: string
    attributes: Record<string, unknown>
    id: string
  }>(
    `select id, source_anchor as anchor, object_type as type, attributes from directory_object where deleted_at is null`,
  )
  const { rows: references } = await pool().query<{ text: string }>(
    `select s.source_anchor || ' ' || e.attribute || ' ' || t.source_anchor as text from directory_edge e
     join directory_object s on s.id = e.source_id and s.deleted_at is null
     join directory_object t on t.id = e.target_id and t.deleted_at is null`,
  )
  return {
    objects: new Map(rows.map((row) => [row.anchor, row])),
    references: references.map((row) => row.text).sort(),
  }
}

async function compare() {
  const expected = await expectation()
  const actual = await cloud()
  expect([...actual.objects.keys()].sort()).toEqual([...expected.objects.keys()].sort())
  for (const [anchor, { type, attributes }] of expected.objects) {
    const object = actual.objects.get(anchor)
    const compared = Object.fromEntries(
      Object.keys(attributes).map((name) => {
        const value = object?.attributes[name]
        return [name, Array.isArray(value) ? [...value].sort() : value]
      }),
    )
    expect({ type: object?.type, ...compared }).toEqual({ type, ...attributes })
  }
  expect(actual.references).toEqual(expected.references)
  return actual
}

describe('a connection that cannot be made', () => {
  it('is refused with its reason, and leaves nothing behind', async () => {
    const { rows } = await pool().query<{ id: string }>('select id from cycle')
    await expect(create(body())).rejects.toMatchObject({ code: 'sync.cycle_running' })
    await work(rows[0]?.id ?? '')
    const before = await traces()
    // A certificate authority that signed nothing here.
    const other = rootCertificates[0]
    const cases: [Record<string, unknown>, Record<string, unknown>, string][] = [
      [{}, { password: 'wrong' }, 'ldap.bad_credentials'],
      [{}, { caCertificate: other }, 'ldap.tls_untrusted'],
      [{}, { hosts: ['nowhere.invalid'] }, 'ldap.host_not_found'],
      [{}, { hosts: [NOBODY] }, 'ldap.connection_refused'],
      [{}, { port: 1 }, 'ldap.connection_refused'],
      [
        {},
        { account: 'Administrator@real.test', password: forest.administrator.password },
        'ldap.account_too_powerful',
      ],
      [{ partitions: [] }, {}, 'connector.scope_empty'],
      [{ partitions: [{ dn: forest.baseDn, include: [] }] }, {}, 'connector.scope_empty'],
      [
        { partitions: [{ dn: forest.baseDn, include: [`OU=None,${forest.baseDn}`] }] },
        {},
        'connector.container_not_found',
      ],
      [{ partitions: [{ dn: 'DC=other,DC=test' }] }, {}, 'connector.container_not_found'],
      [{ name: 'sample FOREST (corp.example)' }, {}, 'connector.name_taken'],
    ]
    for (const [changes, connection, code] of cases) {
      const failure: unknown = await create(body(changes, connection)).catch((error: unknown) => error)
      expect(failure).toMatchObject({ code })
      expect(JSON.stringify(failure)).not.toContain(forest.account.password)
      expect(await traces()).toEqual(before)
    }
  })
})

describe('the first real directory', () => {
  it('removes the sample with all it made, and waits in staging', async () => {
    const created = await create(body())
    expect(created).toMatchObject({ name: 'real.test', removedSample: true })
    expect(await traces()).toMatchObject({ connectors: 2, secrets: 1, objects: 0 })
    const done = await cycle()
    expect(done?.runs.map((run) => run.state)).toContain('no-start-staging')
    expect(await traces()).toMatchObject({ objects: 0 })
    const { rows } = await pool().query('select parameters from connector where role = $1', ['source'])
    expect(rows[0]?.parameters[forest.baseDn]).toMatchObject({
      'Domain.FQDN': 'real.test',
      'Domain.Netbios': 'REAL',
    })
    await expect(create(body())).rejects.toMatchObject({ code: 'connector.name_taken' })
  })

  it('is in the cloud directory exactly as the default rules say', async () => {
    await transaction((tx) => setStaging(tx, false, 'test'))
    expect((await cycle())?.state).toBe('succeeded')
    const { references } = await compare()
    expect(references.length).toBeGreaterThan(3000)
  })

  it('follows what is moved, renamed, disabled, deleted and regrouped', async () => {
    const before = await cloud()
    await client.modifyDN(`CN=Łukasz Żółć,${people}`, `CN=Łukasz Żółć,${old}`)
    await client.modifyDN(`CN=田中 健太,${people}`, `CN=田中 次郎,${people}`)
    await client.modify(`CN=Semi\\;colon \\<a\\=b\\>,${people}`, [
      replace('userAccountControl', '546'),
      replace('title', 'New'),
    ])
    await client.del(`CN=No upn,${people}`)
    await client.modify(`CN=Outer,${people}`, [
      new Change({
        operation: 'delete',
        modification: new Attribute({ type: 'member', values: [`CN=Inet,${people}`] }),
      }),
      new Change({
        operation: 'add',
        modification: new Attribute({ type: 'member', values: [`CN=田中 次郎,${people}`] }),
      }),
    ])
    await client.modifyDN(people, `OU=Personnel,${forest.baseDn}`)
    people = `OU=Personnel,${forest.baseDn}`
    expect((await cycle())?.state).toBe('succeeded')
    const after = await compare()
    for (const [anchor, { id }] of after.objects) expect(before.objects.get(anchor)?.id).toBe(id)
  })

  it('loses nothing when the domain controller dies in the middle of the read', async () => {
    const before = await traces()
    const dying: SliceOptions['open'] = async (...from) => {
      const connector = await openConnector(...from)
      if (from[2].type !== 'active-directory') return connector
      return {
        ...connector,
        async *readAll(scope, signal) {
          for await (const page of connector.readAll(scope, signal)) {
            yield page
            await forest.kill()
          }
        },
      }
    }
    const done = await cycle(dying)
    expect(done?.runs[0]?.state).toBe('stopped-server-down')
    expect(done?.state).toBe('failed')
    expect(await traces()).toEqual(before)
    await forest.restart()
    client = await forest.adminClient()
    expect((await cycle())?.state).toBe('succeeded')
    await compare()
  })

  it('loses what leaves the chosen OUs and restores it as it was when it returns', async () => {
    const before = await cloud()
    const { rows } = await pool().query<{ id: string }>(`select id from connector where role = 'source'`)
    const id = rows[0]?.id ?? ''
    const choose = (partition: Record<string, unknown>) =>
      runOperation(setScope, () => ({ id, partitions: [partition] }), admin)
    await expect(choose({ dn: forest.baseDn, include: [] })).rejects.toMatchObject({
      code: 'connector.scope_empty',
    })
    await choose({ dn: forest.baseDn, exclude: [old] })
    expect((await cycle())?.state).toBe('succeeded')
    const without = await cloud()
    expect(before.objects.size - without.objects.size).toBe(1)
    await choose({ dn: forest.baseDn })
    expect((await cycle())?.state).toBe('succeeded')
    const again = await compare()
    for (const [anchor, { id: kept }] of before.objects) expect(again.objects.get(anchor)?.id).toBe(kept)
  })
})

function replace(type: string, value: string): Change {
  return new Change({ operation: 'replace', modification: new Attribute({ type, values: [value] }) })
}
