import { describe, expect, it } from 'vitest'
import { AppError } from '../../errors.ts'
import type { Connector, ImportedObject, ImportProblem, PartitionScope } from '../connector.ts'
import { describeConnectorContract } from '../contract.ts'
import { createLdifConnector } from './connector.ts'
import { guidFromName } from './guid-sid.ts'
import { openSampleForest } from './sample/open-sample-forest.ts'

const signal = new AbortController().signal
const base64 = (bytes: string | Uint8Array) => Buffer.from(bytes).toString('base64')
const guidOf = (n: number) => `0000000${n}-0000-4000-8000-000000000000`

function connect(file: string, attributes?: readonly string[]): Connector {
  async function* open(): AsyncGenerator<Uint8Array> {
    yield Buffer.from(file)
  }
  return createLdifConnector(attributes ? { open, attributes } : { open })
}

async function read(connector: Connector, scope: readonly PartitionScope[] = []) {
  const objects: ImportedObject[] = []
  const problems: ImportProblem[] = []
  const completes: boolean[] = []
  for await (const page of connector.readAll(scope, signal)) {
    objects.push(...page.objects)
    problems.push(...page.problems)
    completes.push(page.complete)
  }
  return { objects, problems, completes }
}

async function codeOf(work: Promise<unknown>): Promise<string | undefined> {
  return work.then(
    () => undefined,
    (error: unknown) => (error instanceof AppError ? error.code : String(error)),
  )
}

const user = (name: string, parent: string, more = '', n?: number) =>
  `dn: CN=${name},${parent}\nobjectClass: top\nobjectClass: person\nobjectClass: user\n${n === undefined ? '' : `objectGUID: ${guidOf(n)}\n`}${more}\n`

describeConnectorContract('the LDIF connector', async () => ({
  open: () => createLdifConnector({ open: openSampleForest }),
  scope: [{ dn: 'DC=corp,DC=example', include: [], exclude: [] }],
}))

describe('readAll', () => {
  it('types values as Active Directory does', async () => {
    const guid = Buffer.from('e092b9539bdd3243a51e24af8b548192', 'hex')
    const more = [
      `objectGUID:: ${base64(guid)}`,
      'objectSid: S-1-5-21-1004336348-1177238915-682003330-512',
      'cn: Jürgen',
      `displayName:: ${base64('Jürgen Groß')}`,
      'userAccountControl: 512',
      'pwdLastSet: 133976262020000000',
      'msExchHideFromAddressLists: FALSE',
      'whenCreated: 20230725052218.0Z',
      'PROXYADDRESSES: SMTP:a@x',
      'proxyAddresses: smtp:b@x',
      'description: one',
      'userCertificate;binary:: AAEC',
      'customThing: a',
      'customThing: b',
      'l:',
      '',
    ].join('\n')
    const { objects, problems } = await read(connect(user('Jürgen', 'DC=x', more)))
    expect(problems).toEqual([])
    expect(objects).toEqual([
      {
        anchor: '53b992e0-dd9b-4332-a51e-24af8b548192',
        objectType: 'user',
        dn: 'CN=Jürgen,DC=x',
        partition: 'DC=x',
        references: [],
        attributes: {
          objectClass: ['top', 'person', 'user'],
          objectGUID: { b: base64(guid) },
          objectSid: { b: 'AQUAAAAAAAUVAAAA3PTcO4M9K0aCi6YoAAIAAA==' },
          cn: 'Jürgen',
          displayName: 'Jürgen Groß',
          userAccountControl: 512,
          pwdLastSet: { n: '133976262020000000' },
          msExchHideFromAddressLists: false,
          whenCreated: '20230725052218.0Z',
          proxyAddresses: ['SMTP:a@x', 'smtp:b@x'],
          description: ['one'],
          userCertificate: [{ b: 'AAEC' }],
          customThing: ['a', 'b'],
        },
      },
    ])
  })

  it('resolves references to entries of the file, wherever they stand and however they are spelled', async () => {
    const file = `${user('a', 'DC=x', 'manager: cn=B , dc=X\n', 1)}${user('b', 'DC=x', 'manager: CN=gone,DC=x\n', 2)}`
    const { objects } = await read(connect(file))
    expect(objects.map(({ references }) => references)).toEqual([
      [{ attribute: 'manager', dn: 'cn=B , dc=X', anchor: guidOf(2) }],
      [{ attribute: 'manager', dn: 'CN=gone,DC=x' }],
    ])
  })

  it('takes the most specific class and leaves out computers, containers and deleted entries', async () => {
    const entry = (name: string, classes: string[], more = '') =>
      `dn: CN=${name},DC=x\n${classes.map((c) => `objectClass: ${c}\n`).join('')}${more}\n`
    const file = [
      entry('i', ['person', 'user', 'inetOrgPerson']),
      entry('g', ['GROUP']),
      entry('c', ['person', 'contact']),
      entry('f', ['foreignSecurityPrincipal']),
      entry('pc', ['user', 'computer']),
      entry('k', ['container']),
      entry('d', ['user'], 'isDeleted: TRUE\n'),
    ].join('')
    const { objects } = await read(connect(file))
    expect(objects.map(({ objectType }) => objectType)).toEqual([
      'inetOrgPerson',
      'group',
      'contact',
      'foreignSecurityPrincipal',
    ])
  })

  it('makes the anchor from the DN when there is no objectGUID, the same in every export', async () => {
    const { objects } = await read(connect(user('a', 'DC=x')))
    expect(objects[0]?.anchor).toBe(guidFromName('cn=a,dc=x'))
    expect((await read(connect(user('A', 'dc=X')))).objects[0]?.anchor).toBe(objects[0]?.anchor)
  })

  it('never reads secrets, and computed attributes only when asked', async () => {
    const secret = 'userPassword: x\nunicodePwd:: AAAA\nmemberOf: CN=g,DC=x\nuSNChanged: 5\ncn: a\n'
    const all = await read(connect(user('a', 'DC=x', secret, 1)))
    expect(Object.keys(all.objects[0]?.attributes ?? {}).sort()).toEqual(['cn', 'objectClass', 'objectGUID'])
    const asked = await read(connect(user('a', 'DC=x', secret, 1), ['userPassword', 'usnchanged']))
    expect(Object.keys(asked.objects[0]?.attributes ?? {}).sort()).toEqual([
      'objectClass',
      'objectGUID',
      'uSNChanged',
    ])
  })

  it.each([
    ['a wrong boolean', 'isCriticalSystemObject: yes\n', 'isCriticalSystemObject', 'ldif.value_malformed'],
    ['a wrong integer', 'userAccountControl: 0x200\n', 'userAccountControl', 'ldif.value_malformed'],
    ['an integer beyond 64 bits', 'pwdLastSet: 9223372036854775808\n', 'pwdLastSet', 'ldif.value_malformed'],
    ['text that is not UTF-8', 'displayName:: /w==\n', 'displayName', 'ldif.value_malformed'],
    ['text with NUL', 'displayName:: YQBi\n', 'displayName', 'ldif.value_malformed'],
    ['a reference that is no DN', 'manager: somebody\n', 'manager', 'ldif.value_malformed'],
    ['two values where one is possible', 'mail: a@x\nmail: b@x\n', 'mail', 'ldif.value_not_single'],
    ['a cut range of values', 'member;range=0-1499: CN=b,DC=x\n', 'member', 'ldif.values_truncated'],
  ])('lists the object with %s as a problem and reads the others', async (_name, more, attribute, code) => {
    const connector = connect(`${user('bad', 'DC=x', more, 1)}${user('good', 'DC=x', '', 2)}`)
    const { objects, problems, completes } = await read(connector)
    expect(objects.map(({ dn }) => dn)).toEqual(['CN=good,DC=x'])
    expect(problems).toEqual([
      {
        dn: 'CN=bad,DC=x',
        anchor: guidOf(1),
        attribute,
        code,
        message: expect.stringMatching(/^Line \d+: /),
      },
    ])
    expect(completes).toEqual([false, true])
    expect(await connector.locate([guidOf(1)], [], signal)).toEqual(new Map([[guidOf(1), 'in-scope']]))
  })

  it('takes a range that reaches the end', async () => {
    const file = user('g', 'DC=x', 'member;range=0-0: CN=a,DC=x\nmember;range=1-*: CN=b,DC=x\n', 1)
    expect((await read(connect(file))).objects[0]?.references).toHaveLength(2)
  })

  it('lists the second entry with one anchor or one DN as a problem', async () => {
    const file = `${user('a', 'DC=x', '', 1)}${user('b', 'DC=x', '', 1)}${user('A', 'DC=x', '', 2)}`
    const { objects, problems } = await read(connect(file))
    expect(objects.map(({ dn }) => dn)).toEqual(['CN=a,DC=x'])
    expect(problems.map(({ code, attribute }) => [code, attribute])).toEqual([
      ['ldif.entry_twice', 'objectGUID'],
      ['ldif.entry_twice', 'dn'],
    ])
  })

  it('gives pages of 1,000 and says complete on the last one only', async () => {
    const file = Array.from({ length: 2500 }, (_, n) => user(`u${n}`, 'DC=x')).join('')
    const sizes: [number, boolean, number | undefined][] = []
    for await (const page of connect(file).readAll([], signal))
      sizes.push([page.objects.length, page.complete, page.expected])
    expect(sizes).toEqual([
      [1000, false, 2500],
      [1000, false, 2500],
      [500, false, 2500],
      [0, true, 2500],
    ])
  })

  it('gives out nothing of a file that is broken at its end, or that holds no object', async () => {
    expect(await codeOf(read(connect(`${user('a', 'DC=x')}broken\n`)))).toBe('ldif.malformed')
    expect(await codeOf(read(connect('dn: DC=x\nobjectClass: domain\n')))).toBe('ldif.no_objects')
    expect(await codeOf(read(connect('')))).toBe('ldif.no_objects')
  })

  it('stops when it is aborted', async () => {
    const stopped = AbortSignal.abort(new Error('stopped'))
    await expect(connect(user('a', 'DC=x')).readAll([], stopped).next()).rejects.toThrow('stopped')
  })
})

const TREE = [
  `dn: DC=corp,DC=example\nobjectClass: domainDNS\nobjectGUID: ${guidOf(9)}\n`,
  `dn: OU=A,DC=corp,DC=example\nobjectClass: organizationalUnit\nobjectGUID: ${guidOf(8)}\n`,
  `dn: OU=B\\, C,OU=A,DC=corp,DC=example\nobjectClass: organizationalUnit\nobjectGUID: ${guidOf(7)}\n`,
  'dn: CN=System,DC=corp,DC=example\nobjectClass: container\nisCriticalSystemObject: TRUE\n',
  user('root', 'DC=corp,DC=example', '', 1),
  user('a', 'OU=A,DC=corp,DC=example', '', 2),
  user('b', 'OU=B\\, C,OU=A,DC=corp,DC=example', '', 3),
  user('users', 'CN=Users,DC=corp,DC=example', '', 4),
  user('child', 'OU=Implied,DC=sub,DC=corp,DC=example', '', 5),
].join('\n')

describe('listContainers', () => {
  it('gives domains, then units and the containers that lead to objects', async () => {
    const connector = connect(TREE)
    const domains = await connector.listContainers(undefined, signal)
    expect(domains.map(({ dn, name, kind, hasChildren }) => [dn, name, kind, hasChildren])).toEqual([
      ['DC=corp,DC=example', 'corp.example', 'domain', true],
      ['DC=sub,DC=corp,DC=example', 'sub.corp.example', 'domain', true],
    ])
    const children = await connector.listContainers(guidOf(9), signal)
    expect(children.map(({ name, kind, hasChildren }) => [name, kind, hasChildren])).toEqual([
      ['A', 'ou', true],
      ['Users', 'container', false],
    ])
    expect((await connector.listContainers(guidOf(8), signal)).map(({ name, guid }) => [name, guid])).toEqual(
      [['B, C', guidOf(7)]],
    )
    expect(await codeOf(connector.listContainers(guidOf(6), signal))).toBe('ldif.container_unknown')
  })
})

describe('scope', () => {
  const dn = 'DC=corp,DC=example'
  const names = async (scope: PartitionScope) =>
    (await read(connect(TREE), [scope])).objects.map(
      (object) => object.attributes.objectGUID && object.dn.slice(3, object.dn.indexOf(',')),
    )

  it('lets the deepest selected container decide', async () => {
    expect(await names({ dn: 'dc=CORP,dc=example', include: [], exclude: [] })).toEqual([
      'root',
      'a',
      'b',
      'users',
    ])
    expect(await names({ dn, include: [guidOf(8)], exclude: [] })).toEqual(['a', 'b'])
    expect(await names({ dn, include: [guidOf(8)], exclude: [guidOf(7)] })).toEqual(['a'])
    expect(await names({ dn, include: [guidOf(7)], exclude: [guidOf(8)] })).toEqual(['b'])
    expect(await names({ dn, include: [], exclude: [guidOf(8)] })).toEqual(['root', 'users'])
    expect(await names({ dn, include: [guidFromName('cn=users,dc=corp,dc=example')], exclude: [] })).toEqual([
      'users',
    ])
  })

  it('refuses to read when what was selected is not in the file', async () => {
    expect(await codeOf(read(connect(TREE), [{ dn: 'DC=other', include: [], exclude: [] }]))).toBe(
      'ldif.partition_missing',
    )
    expect(await codeOf(read(connect(TREE), [{ dn, include: [guidOf(6)], exclude: [] }]))).toBe(
      'ldif.container_missing',
    )
  })

  it('says where objects are that a read did not return', async () => {
    const scope = [{ dn, include: [guidOf(8)], exclude: [] }]
    const found = await connect(TREE).locate([guidOf(1), guidOf(2), guidOf(6)], scope, signal)
    expect([...found.values()]).toEqual(['out-of-scope', 'in-scope', 'deleted'])
  })

  it('does not call anything deleted while an anchor of the file cannot be read', async () => {
    const file = `${user('a', 'DC=x', 'objectGUID: rubbish\n')}${user('b', 'DC=x', '', 1)}`
    const connector = connect(file)
    expect((await read(connector)).problems.map(({ attribute }) => attribute)).toEqual(['objectGUID'])
    expect([...(await connector.locate([guidOf(2)], [], signal)).values()]).toEqual(['unknown'])
  })
})

describe('test', () => {
  it('counts what the file holds and warns of objects that cannot be read', async () => {
    const file = `${TREE}\n${user('bad', 'DC=corp,DC=example', 'userAccountControl: x\n', 6)}`
    const [step] = await connect(file).test(signal)
    expect(step).toMatchObject({ name: 'parse', ok: true, warning: true, code: 'ldif.value_malformed' })
    expect(step?.details).toEqual({
      user: 6,
      inetOrgPerson: 0,
      group: 0,
      contact: 0,
      foreignSecurityPrincipal: 0,
      otherEntries: 4,
      problems: 1,
    })
  })

  it('fails with code and line for a broken file', async () => {
    const [step] = await connect('dn: DC=x\nbroken\n').test(signal)
    expect(step).toMatchObject({
      name: 'parse',
      ok: false,
      code: 'ldif.malformed',
      message: expect.stringContaining('Line 2 (entry "DC=x")'),
    })
  })
})

describe('readSchema', () => {
  it('knows the types of Active Directory and takes other attributes of the file as text with several values', async () => {
    const { attributes, objectTypes } = await connect(
      user('a', 'DC=x', 'customThing: 1\nuserPassword: x\n'),
    ).readSchema(signal)
    expect(objectTypes).toContain('foreignSecurityPrincipal')
    expect(attributes.member).toEqual({ syntax: 'reference', multi: true })
    expect(attributes.pwdLastSet).toEqual({ syntax: 'number', multi: false })
    expect(attributes['mS-DS-ConsistencyGuid']).toEqual({ syntax: 'binary', multi: false })
    expect(attributes.customThing).toEqual({ syntax: 'string', multi: true })
    expect(attributes.userPassword).toBeUndefined()
  })
})
