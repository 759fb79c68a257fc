import { createServer, connect as dial, type Server } from 'node:net'
import { rootCertificates } from 'node:tls'
import { Attribute, Change, type Client } from 'ldapts'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Forest, startForest } from '../../../e2e/fixtures/samba/forest.ts'
import type { Connector, TestStep } from '../connector.ts'
import { createActiveDirectoryConnector } from './connector.ts'
import type { ActiveDirectorySettings } from './settings.ts'

const PASSWORD = 'Correct-Horse-7'
/** A loopback address on which nothing listens. */
const NOBODY = '127.255.255.254'
const signal = new AbortController().signal

let forest: Forest
let admin: Client
const servers: Server[] = []

beforeAll(async () => {
  forest = await startForest({ realm: 'SMALL.TEST', domain: 'SMALL' })
  admin = await forest.adminClient()
})
afterAll(async () => {
  for (const server of servers) server.close()
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
    attributes: [],
    ...changes,
  })
}

/** The step that failed, after checking that it is the last one, and that no password is shown. */
async function failedStep(changes: Partial<ActiveDirectorySettings>): Promise<TestStep | undefined> {
  const steps = await connect(changes).test(signal)
  expect(steps.slice(0, -1).filter((step) => !step.ok)).toEqual([])
  expect(steps.at(-1)?.ok).toBe(false)
  expect(JSON.stringify(steps)).not.toContain(changes.password ?? forest.account.password)
  return steps.at(-1)
}

async function addAccount(name: string, attributes: Readonly<Record<string, string>> = {}): Promise<string> {
  const dn = `CN=${name},CN=Users,${forest.baseDn}`
  const text = { objectClass: 'user', sAMAccountName: name, userAccountControl: '512', ...attributes }
  await admin.add(dn, [
    ...Object.entries(text).map(([type, value]) => new Attribute({ type, values: [value] })),
    new Attribute({ type: 'unicodePwd', values: [Buffer.from(`"${PASSWORD}"`, 'utf16le')] }),
  ])
  return dn
}

async function addMember(group: string, member: string): Promise<void> {
  const modification = new Attribute({ type: 'member', values: [member] })
  await admin.modify(group, new Change({ operation: 'add', modification }))
}

/** A port of 127.0.0.1 with this server behind it. */
function listen(server: Server): Promise<number> {
  servers.push(server)
  return new Promise((resolve, reject) => {
    server.listen({ host: '127.0.0.1', port: 0 }, () => {
      const address = server.address()
      if (typeof address === 'object' && address !== null) resolve(address.port)
      else reject(new Error('no port'))
    })
  })
}

describe('connection test', () => {
  it('names every step and shows the certificate', async () => {
    const steps = await connect().test(signal)
    const names = steps.map((step) => step.name)
    expect(names).toEqual(['resolve', 'connect', 'tls', 'bind', 'read', 'account', 'replication'])
    expect(steps.some((step) => step.warning)).toBe(false)
    const { details } = steps.find((step) => step.name === 'tls') ?? {}
    expect(details).toMatchObject({ subject: 'CN=dc1.small.test', issuer: 'CN=SMALL Test CA' })
    expect(details?.fingerprint).toMatch(/^([0-9A-F]{2}:){31}[0-9A-F]{2}$/)
  })

  it('passes over StartTLS', async () => {
    const steps = await connect({ security: 'starttls' }).test(signal)
    expect(steps.map((step) => step.ok)).toEqual(Array(7).fill(true))
  })

  it('stops at a name that does not exist', async () => {
    const step = await failedStep({ hosts: ['no-such-host.invalid'] })
    expect(step).toMatchObject({ name: 'resolve', code: 'ldap.host_not_found' })
    expect(step?.message).toContain('no-such-host.invalid')
  })

  it('stops at a closed port', async () => {
    expect(await failedStep({ port: 6 })).toMatchObject({ name: 'connect', code: 'ldap.connection_refused' })
  })

  it('does not trust another authority, and shows what the server presented', async () => {
    const step = await failedStep({ caCertificate: rootCertificates[0] })
    expect(step).toMatchObject({ name: 'tls', code: 'ldap.tls_untrusted' })
    expect(step?.details?.issuer).toBe('CN=SMALL Test CA')
  })

  it('does not trust an authority that was not entered', async () => {
    for (const security of ['ldaps', 'starttls'] as const) {
      const step = await failedStep({ caCertificate: undefined, security })
      expect(step).toMatchObject({ name: 'tls', code: 'ldap.tls_untrusted' })
    }
  })

  it('refuses a certificate made out to another name', async () => {
    const relay = createServer((near) => {
      const far = dial({ host: forest.address, port: 636 })
      near.pipe(far).pipe(near)
      near.on('error', () => far.destroy())
      far.on('error', () => near.destroy())
    })
    const step = await failedStep({ hosts: ['127.0.0.1'], port: await listen(relay) })
    expect(step).toMatchObject({ name: 'tls', code: 'ldap.tls_name_mismatch' })
    expect(step?.details?.names).toContain('DNS:dc1.small.test')
  })

  it('says that LDAPS was tried on a port without TLS', async () => {
    expect(await failedStep({ port: 389 })).toMatchObject({ name: 'tls', code: 'ldap.tls_failed' })
  })

  it('ends in time when a server accepts and then says nothing', async () => {
    const port = await listen(createServer())
    const started = performance.now()
    expect(await failedStep({ hosts: ['127.0.0.1'], port })).toMatchObject({
      name: 'tls',
      code: 'ldap.timeout',
    })
    expect(performance.now() - started).toBeLessThan(10_000)
  })

  it('reports an unreadable CA certificate', async () => {
    expect(await failedStep({ caCertificate: 'not a certificate' })).toMatchObject({
      code: 'ldap.ca_malformed',
    })
  })

  it('stops at a wrong password and does not repeat it', async () => {
    const step = await failedStep({ password: 'Wrong-Password-1' })
    expect(step).toMatchObject({ name: 'bind', code: 'ldap.bad_credentials' })
    expect(step?.message).toContain('The directory refused this password')
  })

  it('never sends an empty password', async () => {
    const steps = await connect({ password: '' }).test(signal)
    expect(steps).toMatchObject([{ name: 'resolve', ok: false, code: 'ldap.password_empty' }])
  })

  it('tells why an account in a special state is refused', async () => {
    await addAccount('disabled', { userAccountControl: '514' })
    await addAccount('expired', { accountExpires: '130000000000000000' })
    await addAccount('mustchange', { pwdLastSet: '0' })
    const message = async (name: string) => {
      const step = await failedStep({ account: `${name}@small.test`, password: PASSWORD })
      expect(step).toMatchObject({ name: 'bind', code: 'ldap.bad_credentials' })
      return step?.message
    }
    expect(await message('disabled')).toContain('the account is disabled')
    expect(await message('expired')).toContain('the account has expired')
    expect(await message('mustchange')).toContain('must be changed')
  })

  it('refuses administrators, nested membership included', async () => {
    const direct = await addAccount('direct')
    await addMember(`CN=Domain Admins,CN=Users,${forest.baseDn}`, direct)
    const nested = await addAccount('nested')
    const group = `CN=Outer,CN=Users,${forest.baseDn}`
    await admin.add(group, { objectClass: 'group', sAMAccountName: 'outer', groupType: '-2147483644' })
    await addMember(group, nested)
    await addMember(`CN=Administrators,CN=Builtin,${forest.baseDn}`, group)
    for (const name of ['direct', 'nested']) {
      const step = await failedStep({ account: `${name}@small.test`, password: PASSWORD })
      expect(step).toMatchObject({ name: 'account', code: 'ldap.account_too_powerful' })
      expect(step?.message).toContain('Administrators')
    }
  })

  it('warns when the account cannot replicate, by name, DN or user principal name', async () => {
    const dn = await addAccount('plain')
    for (const account of ['plain@small.test', 'SMALL\\plain', dn]) {
      const steps = await connect({ account, password: PASSWORD }).test(signal)
      expect(steps.at(-1)).toMatchObject({
        name: 'replication',
        ok: true,
        warning: true,
        code: 'ldap.replication_rights_missing',
        details: { replicateChanges: false, replicateChangesAll: false, deletedObjects: false },
      })
    }
  })

  it('tests the next domain controller when the first does not answer', async () => {
    const steps = await connect({ hosts: [NOBODY, forest.address] }).test(signal)
    expect(steps.every((step) => step.ok)).toBe(true)
    expect(steps[1]).toMatchObject({
      warning: true,
      code: 'ldap.connection_refused',
      details: { host: forest.address },
    })
  })
})
