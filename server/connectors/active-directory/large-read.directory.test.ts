import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Forest, startForest } from '../../../e2e/fixtures/samba/forest.ts'
import type { ReadPage } from '../connector.ts'
import { readEverything } from '../contract.ts'
import { createActiveDirectoryConnector } from './connector.ts'
import type { ActiveDirectorySettings } from './settings.ts'

const USERS = 3000
const signal = new AbortController().signal

let forest: Forest

beforeAll(async () => {
  forest = await startForest({ realm: 'LARGE.TEST', domain: 'LARGE' })
  await forest.addBulk({ users: USERS, groups: 1, membersPerGroup: USERS })
})
afterAll(async () => {
  await forest?.stop()
})

function connect(changes: Partial<ActiveDirectorySettings> = {}) {
  return createActiveDirectoryConnector({
    hosts: [forest.address],
    security: 'ldaps',
    caCertificate: forest.caCertificate,
    account: forest.account.upn,
    password: forest.account.password,
    attributes: ['cn', 'displayName', 'mail', 'proxyAddresses', 'manager', 'member'],
    ...changes,
  })
}

const whole = () => [{ dn: forest.baseDn, include: [], exclude: [] }]

async function groupMembers(changes: Partial<ActiveDirectorySettings>): Promise<readonly string[]> {
  const connector = connect(changes)
  const { objects, completes } = await readEverything(connector, whole())
  await connector.close()
  expect(completes.at(-1)).toBe(true)
  const group = objects.find(({ dn }) => dn.startsWith('CN=Bulk Group'))
  const members = group?.references.filter(({ attribute }) => attribute === 'member') ?? []
  return members.map(({ dn, anchor }) => `${anchor} ${dn}`).sort()
}

describe('a large directory', () => {
  it('is read in pages, each object once', async () => {
    const connector = connect()
    const sizes: number[] = []
    const anchors = new Set<string>()
    for await (const page of connector.readAll(whole(), signal)) {
      sizes.push(page.objects.length)
      for (const { anchor, dn } of page.objects) if (dn.includes('OU=Bulk')) anchors.add(anchor)
    }
    await connector.close()
    expect(Math.max(...sizes)).toBeLessThanOrEqual(1000)
    expect(sizes.length).toBeGreaterThan(3)
    expect(anchors.size).toBe(USERS + 1)
  })

  it('has the same 3,000 members of a group in one answer and in ranges', async () => {
    const atOnce = await groupMembers({})
    expect(new Set(atOnce).size).toBe(USERS)
    expect(await groupMembers({ valuesPerAnswer: 499 })).toEqual(atOnce)
    expect(await groupMembers({ valuesPerAnswer: 1500 })).toEqual(atOnce)
    expect(await groupMembers({ valuesPerAnswer: USERS })).toEqual(atOnce)
  })

  it('rejects and is never complete when the domain controller dies in the middle', async () => {
    const connector = connect({ pageSize: 100 })
    const pages: ReadPage[] = []
    const reading = (async () => {
      for await (const page of connector.readAll(whole(), signal)) {
        pages.push(page)
        if (pages.length === 3) await forest.kill()
      }
    })()
    await expect(reading).rejects.toMatchObject({ kind: 'unavailable', code: 'ldap.server_down' })
    expect(pages.some(({ complete }) => complete)).toBe(false)
    await expect(connector.locate([], whole(), signal)).rejects.toMatchObject({
      code: 'ldap.connection_refused',
    })
    await forest.start()
    const again = await readEverything(connector, whole())
    expect(again.completes.at(-1)).toBe(true)
    await connector.close()
  })
})
