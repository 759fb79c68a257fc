import { Attribute, Change, type Client } from 'ldapts'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Forest, startForest } from '../../../e2e/fixtures/samba/forest.ts'
import { ldifEntry } from '../../../e2e/fixtures/samba/ldif.ts'
import { dnKey, parseDn } from '../../ldap/dn.ts'
import type { Connector, PartitionScope } from '../connector.ts'
import { describeConnectorContract, readEverything } from '../contract.ts'
import { createActiveDirectoryConnector } from './connector.ts'
import type { ActiveDirectorySettings } from './settings.ts'

const NOBODY = '127.255.255.254'
const signal = new AbortController().signal

/** DNs as an administrator writes them → the name that must come back. */
const NAMES: Readonly<Record<string, string>> = {
  'CN=Smith\\, John': 'Smith, John',
  'CN=C\\+\\+ Team': 'C++ Team',
  'CN=\\#1 Fan': '#1 Fan',
  'CN=\\"Quoted\\" \\\\ Name': '"Quoted" \\ Name',
  'CN=Semi\\;colon \\<a\\=b\\>': 'Semi;colon <a=b>',
  'CN=Ελένη Παπαδοπούλου': 'Ελένη Παπαδοπούλου',
  'CN=田中 健太': '田中 健太',
  'CN=محمد عبد الله': 'محمد عبد الله',
  'CN=Łukasz Żółć': 'Łukasz Żółć',
  'CN=Party 🎉 Person': 'Party 🎉 Person',
  'CN=𠮷弘 中村': '𠮷弘 中村',
}

let forest: Forest
let admin: Client
let staff: string
let lab: string

beforeAll(async () => {
  forest = await startForest({ realm: 'SMALL.TEST', domain: 'SMALL' })
  staff = `OU=Staff,${forest.baseDn}`
  lab = `OU=Lab,${staff}`
  const ou = (dn: string) => ldifEntry(dn, { objectClass: 'organizationalUnit' })
  const people = Object.keys(NAMES).map((rdn, index) =>
    ldifEntry(`${rdn},${staff}`, {
      objectClass: 'user',
      sAMAccountName: `person${index}`,
      displayName: NAMES[rdn],
      userAccountControl: index === 0 ? 546 : 544,
      manager: index === 0 ? undefined : `${Object.keys(NAMES)[0]},${staff}`,
    }),
  )
  const more = [
    ou(staff),
    ou(lab),
    ou(`OU=Public,${lab}`),
    ou(`OU=Empty,${forest.baseDn}`),
    ...people,
    ldifEntry(`CN=Inside,${lab}`, { objectClass: 'user', sAMAccountName: 'inside' }),
    ldifEntry(`CN=Shown,OU=Public,${lab}`, { objectClass: 'inetOrgPerson', sAMAccountName: 'shown' }),
    ldifEntry(`CN=Machine,${staff}`, { objectClass: 'computer', sAMAccountName: 'MACHINE$' }),
    ldifEntry(`CN=Partner,${staff}`, { objectClass: 'contact', mail: 'partner@example.org' }),
    ldifEntry(`CN=Team,${staff}`, {
      objectClass: 'group',
      sAMAccountName: 'team',
      member: [...Object.keys(NAMES).map((rdn) => `${rdn},${staff}`), `CN=Partner,${staff}`],
    }),
  ]
  await forest.addLdif(more.join(''))
  admin = await forest.adminClient()
})
afterAll(async () => {
  await admin?.unbind()
  await forest?.stop()
})

function connect(changes: Partial<ActiveDirectorySettings> = {}): Connector {
  return createActiveDirectoryConnector({
    hosts: [forest.address],
    security: 'ldaps',
    caCertificate: forest.caCertificate,
    account: forest.account.upn,
    password: forest.account.password,
    attributes: [
      'cn',
      'displayName',
      'sAMAccountName',
      'userAccountControl',
      'pwdLastSet',
      'manager',
      'member',
      'mail',
    ],
    ...changes,
  })
}

const whole = (): PartitionScope[] => [{ dn: forest.baseDn, include: [], exclude: [] }]

describeConnectorContract('Active Directory', async () => ({ open: () => connect(), scope: whole() }))

async function read(scope: readonly PartitionScope[], changes: Partial<ActiveDirectorySettings> = {}) {
  const connector = connect(changes)
  try {
    return await readEverything(connector, scope)
  } finally {
    await connector.close()
  }
}

async function guidOf(dn: string): Promise<string> {
  const connector = connect()
  const walk = async (parent: string | undefined): Promise<string | undefined> => {
    for (const node of await connector.listContainers(parent, signal)) {
      if (dnKey(node.dn) === dnKey(dn)) return node.guid
      if (dnKey(dn).endsWith(`,${dnKey(node.dn)}`)) return walk(node.guid)
    }
    return undefined
  }
  const guid = await walk(undefined)
  await connector.close()
  if (guid === undefined) throw new Error(`no container ${dn}`)
  return guid
}

describe('reading', () => {
  it('brings names in any script and with any special character unchanged', async () => {
    const { objects, problems } = await read(whole())
    expect(problems).toEqual([])
    for (const [index, name] of Object.values(NAMES).entries()) {
      const object = objects.find(({ attributes }) => attributes.sAMAccountName === `person${index}`)
      expect(object?.attributes.cn).toBe(name)
      expect(object?.attributes.displayName).toBe(name)
      expect(parseDn(object?.dn ?? '')[0]).toEqual([{ type: 'CN', value: name }])
    }
  })

  it('types what it reads, and reads no machines', async () => {
    const { objects } = await read(whole())
    const byName = (name: string) => objects.find(({ dn }) => dn.startsWith(`CN=${name},`))
    expect(byName('Machine')).toBeUndefined()
    expect(byName('DC1')).toBeUndefined()
    expect(byName('Shown')?.objectType).toBe('inetOrgPerson')
    expect(byName('Partner')?.objectType).toBe('contact')
    expect(byName('Inside')?.objectType).toBe('user')
    const team = byName('Team')
    expect(team?.objectType).toBe('group')
    expect(team?.references.filter(({ attribute }) => attribute === 'member')).toHaveLength(12)
    const { anchor, attributes } = byName('svc-sync') ?? {}
    expect(anchor).toMatch(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/)
    expect(attributes?.pwdLastSet).toEqual({ n: expect.stringMatching(/^1\d{17}$/) })
    expect(attributes?.userAccountControl).toBe(66048)
    expect(attributes?.objectSid).toEqual({ b: expect.any(String) })
    expect(objects.some(({ objectType }) => objectType === 'foreignSecurityPrincipal')).toBe(true)
  })

  it('reads the same over StartTLS', async () => {
    const [ldaps, starttls] = [await read(whole()), await read(whole(), { security: 'starttls' })]
    expect(starttls.objects.length).toBe(ldaps.objects.length)
    expect(starttls.completes.at(-1)).toBe(true)
  })

  it('goes to the next domain controller when the first is down, and says both when all are', async () => {
    expect((await read(whole(), { hosts: [NOBODY, forest.address] })).completes.at(-1)).toBe(true)
    await expect(read(whole(), { hosts: [NOBODY, '127.255.255.253'] })).rejects.toMatchObject({
      code: 'ldap.connection_refused',
      message: expect.stringContaining('127.255.255.253'),
    })
  })

  it('lets the deepest selected container decide', async () => {
    const scope = {
      dn: forest.baseDn,
      include: [await guidOf(staff), await guidOf(`OU=Public,${lab}`)],
      exclude: [await guidOf(lab)],
    }
    const { objects } = await read([scope])
    const names = objects.map(({ dn }) => parseDn(dn)[0]?.[0]?.value)
    expect(names).toContain('Shown')
    expect(names).toContain('Team')
    expect(names).not.toContain('Inside')
    expect(names).not.toContain('svc-sync')
  })

  it('keeps a renamed container in scope, with its objects under the same anchors', async () => {
    const scope = [{ dn: forest.baseDn, include: [await guidOf(lab)], exclude: [] }]
    const before = await read(scope)
    await admin.modifyDN(lab, `OU=Laboratory\\, new,${staff}`)
    const after = await read(scope)
    await admin.modifyDN(`OU=Laboratory\\, new,${staff}`, lab)
    const anchors = ({ objects }: typeof before) => objects.map(({ anchor }) => anchor).sort()
    expect(anchors(after)).toEqual(anchors(before))
    expect(after.objects.every(({ dn }) => dn.includes('OU=Laboratory\\, new'))).toBe(true)
  })

  it('refuses to read when a selected container is gone', async () => {
    const gone = `OU=Gone,${forest.baseDn}`
    await admin.add(gone, { objectClass: 'organizationalUnit' })
    const guid = await guidOf(gone)
    await admin.del(gone)
    const read1 = read([{ dn: forest.baseDn, include: [guid, await guidOf(staff)], exclude: [] }])
    await expect(read1).rejects.toMatchObject({ code: 'ldap.container_missing' })
    const excluded = await read([{ dn: forest.baseDn, include: [], exclude: [guid] }])
    expect(excluded.completes.at(-1)).toBe(true)
    const invented = { dn: forest.baseDn, include: [], exclude: ['00000000-0000-4000-8000-000000000001'] }
    await expect(read([invented])).rejects.toMatchObject({ code: 'ldap.container_missing' })
  })

  it('never takes an empty answer for the truth, but accepts one empty container among others', async () => {
    const empty = await guidOf(`OU=Empty,${forest.baseDn}`)
    await expect(read([{ dn: forest.baseDn, include: [empty], exclude: [] }])).rejects.toMatchObject({
      code: 'ldap.empty_answer',
    })
    const both = await read([{ dn: forest.baseDn, include: [empty, await guidOf(lab)], exclude: [] }])
    expect(both.completes.at(-1)).toBe(true)
    await expect(read([])).rejects.toMatchObject({ code: 'ldap.scope_empty' })
  })

  it('lists a value that cannot be decoded as a problem of its object and goes on', async () => {
    const dn = `CN=Broken,${staff}`
    await admin.add(dn, { objectClass: 'contact' })
    const modification = new Attribute({ type: 'displayName', values: [Buffer.from('Bro\u0000ken')] })
    await admin.modify(dn, new Change({ operation: 'replace', modification }))
    const { objects, problems, completes } = await read(whole())
    await admin.del(dn)
    expect(problems).toMatchObject([{ dn, attribute: 'displayName', code: 'ldap.value_malformed' }])
    expect(problems[0]?.anchor).toMatch(/^[0-9a-f-]{36}$/)
    expect(objects.length).toBeGreaterThan(10)
    expect(completes.at(-1)).toBe(true)
  })
})

describe('locating', () => {
  it('tells deleted, moved out, unknown and present objects apart', async () => {
    for (const name of ['leaves', 'moves', 'stays']) {
      await admin.add(`CN=${name},${lab}`, { objectClass: 'user', sAMAccountName: name })
    }
    const scope = [{ dn: forest.baseDn, include: [await guidOf(lab)], exclude: [] }]
    const { objects } = await read(scope)
    const anchor = (name: string) => objects.find(({ dn }) => dn.startsWith(`CN=${name},`))?.anchor ?? ''
    await admin.del(`CN=leaves,${lab}`)
    await admin.modifyDN(`CN=moves,${lab}`, `CN=moves,OU=Empty,${forest.baseDn}`)
    const unknown = '00000000-0000-4000-8000-000000000002'
    const connector = connect()
    const anchors = [anchor('leaves'), anchor('moves'), anchor('stays'), unknown]
    const where = await connector.locate(anchors, scope, signal)
    await connector.close()
    expect([...anchors.map((one) => where.get(one))]).toEqual([
      'deleted',
      'out-of-scope',
      'in-scope',
      'unknown',
    ])
  })
})

describe('parameters', () => {
  it('names the domain and the forest', async () => {
    const connector = connect()
    const parameters = await connector.parameters?.(signal)
    await connector.close()
    expect(parameters).toEqual({
      [forest.baseDn]: {
        'Domain.FQDN': 'small.test',
        'Domain.Netbios': 'SMALL',
        'Domain.LDAP': forest.baseDn,
        'Forest.FQDN': 'small.test',
        'Forest.Netbios': 'SMALL',
        'Forest.LDAP': forest.baseDn,
      },
    })
  })
})
