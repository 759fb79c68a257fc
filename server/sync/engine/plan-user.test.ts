import { describe, expect, it } from 'vitest'
import { configurationFor, guid, user } from './fixtures/objects.ts'
import { SmallWorld } from './fixtures/small-world.ts'
import { provisioningDn } from './lookups-for.ts'

const configuration = configurationFor(['a'])

function worldWith(...objects: Parameters<SmallWorld['import']>[0][]): SmallWorld {
  const world = new SmallWorld(configuration)
  objects.forEach((object) => {
    world.import(object)
  })
  world.synchronise()
  return world
}

function onlyMv(world: SmallWorld) {
  const [mv, second] = [...world.mvs.values()]
  if (mv === undefined || second !== undefined) throw new Error(`${world.mvs.size} metaverse objects`)
  return mv
}

describe('planObject: users of one forest', () => {
  it('projects an ordinary user with exactly the attributes that the default rules give', () => {
    const world = worldWith(
      user('ada', {
        references: { manager: 1 },
        attributes: {
          givenName: ' Ada ',
          sn: 'Løvelace',
          description: ['Analyst', 'second'],
          otherTelephone: ['1', ' 2 '],
          title: '   ',
          countryCode: 756,
          pwdLastSet: { n: '133000000000000000' },
          proxyAddresses: ['SMTP:ada@a.example', 'smtp:al@a.example ', 'SMTP:ada@a.example'],
        },
      }),
    )
    const anchor = guid('a-ada')
    expect(onlyMv(world).attributes).toEqual({
      accountEnabled: true,
      accountName: 'ada',
      cn: 'ada',
      contributingConnectorUser: 'a',
      countryCode: 756,
      description: 'Analyst',
      displayName: 'ada of a',
      domainFQDN: 'a.example',
      domainNetBios: 'A',
      forestFQDN: 'a.example',
      forestNetBios: 'A',
      givenName: 'Ada',
      mail: 'ada@a.example',
      objectSid: { b: 'AQUAAAAAAAUVAAAAoGXPfnhLm1/nfIdwUQQAAA==' },
      objectSidString: 'S-1-5-21-2127521184-1604012920-1887927527-1105',
      otherTelephone: ['1', '2'],
      proxyAddresses: ['SMTP:ada@a.example', 'smtp:al@a.example'],
      pwdLastSet: '20220618042640.0Z',
      sn: 'Løvelace',
      sourceAnchor: anchor.b,
      sourceAnchorBinary: anchor,
      sourceObjectType: 'User',
      userPrincipalName: 'ada@a.example',
    })
    expect(onlyMv(world).references).toEqual({
      manager: { rule: 'in-from-ad-user-common@a', source: 'a:ada', attribute: 'manager' },
    })
    expect(world.cloud().get(anchor.b)).toEqual({
      objectType: 'user',
      accountEnabled: true,
      accountName: 'ada',
      cn: 'ada',
      countryCode: 756,
      description: 'Analyst',
      displayName: 'ada of a',
      domainFQDN: 'a.example',
      domainNetBios: 'A',
      givenName: 'Ada',
      mail: 'ada@a.example',
      objectSid: { b: 'AQUAAAAAAAUVAAAAoGXPfnhLm1/nfIdwUQQAAA==' },
      otherTelephone: ['1', '2'],
      proxyAddresses: ['SMTP:ada@a.example', 'smtp:al@a.example'],
      pwdLastSet: '20220618042640.0Z',
      sn: 'Løvelace',
      sourceAnchor: anchor.b,
      userPrincipalName: 'ada@a.example',
    })
  })

  it('names the rule and the object that every value comes from', () => {
    const { lineage } = onlyMv(worldWith(user('ada', { attributes: { mailNickname: 'ada' } })))
    expect(lineage.accountEnabled).toEqual({ rule: 'in-from-ad-user-accountenabled@a', source: 'a:ada' })
    expect(lineage.mail).toEqual({ rule: 'in-from-ad-user-common-from-exchange@a', source: 'a:ada' })
    expect(lineage.mailNickname).toEqual({ rule: 'in-from-ad-user-exchange@a', source: 'a:ada' })
  })

  it('names the new target object by the hex form of its source anchor', () => {
    const world = worldWith(user('ada'))
    const target = [...world.objects.values()].find((one) => one.connectorId === 'cloud')
    expect(target?.dn).toBe(provisioningDn(guid('a-ada').b))
    expect(provisioningDn('aé')).toBe('CN={61c3a9}')
    expect(target?.exportOperation).toBe('add')
  })

  it('exports a disabled account as disabled, with its sign-in attributes', () => {
    const world = worldWith(user('ada', { disabled: true }))
    const cloud = world.cloud().get(guid('a-ada').b)
    expect(cloud).toMatchObject({ accountEnabled: false, userPrincipalName: 'ada@a.example' })
    expect(onlyMv(world).lineage.sourceAnchor?.rule).toBe('in-from-ad-user-common@a')
  })

  it('exports a user without mail', () => {
    const world = worldWith(user('ada', { attributes: { mail: '' } }))
    expect(world.cloud().get(guid('a-ada').b)).not.toHaveProperty('mail')
  })

  it('takes displayName from cn when it is empty, and the sign-in name from the account name', () => {
    const world = worldWith(user('ada', { attributes: { displayName: '', userPrincipalName: '' } }))
    expect(world.cloud().get(guid('a-ada').b)).toMatchObject({
      displayName: 'ada',
      userPrincipalName: 'ada@a.example',
    })
  })

  it('anchors on ms-DS-ConsistencyGuid where it is present', () => {
    const world = worldWith(user('ada', { attributes: { 'mS-DS-ConsistencyGuid': guid('chosen') } }))
    expect([...world.cloud().keys()]).toEqual([guid('chosen').b])
  })

  it('keeps a linked mailbox without enabled account out of the cloud', () => {
    const world = worldWith(
      user('ada', { disabled: true, attributes: { mailNickname: 'ada', msExchRecipientTypeDetails: 2 } }),
    )
    expect(world.cloud().size).toBe(0)
    expect(onlyMv(world).attributes).not.toHaveProperty('sourceAnchor')
    expect(onlyMv(world).attributes).not.toHaveProperty('sourceObjectType')
  })

  const filtered: [string, Parameters<typeof user>[1]][] = [
    ['without account name', { attributes: { sAMAccountName: '' } }],
    ['SUPPORT_388945a0', { attributes: { sAMAccountName: 'SUPPORT_388945a0' } }],
    ['a system mailbox', { attributes: { mailNickname: 'SystemMailbox{1f05a927}' } }],
    ['AAD_', { attributes: { sAMAccountName: 'AAD_1234' } }],
    ['MSOL_', { attributes: { sAMAccountName: 'MSOL_1234' } }],
    ['a CAS_ mailbox', { attributes: { mailNickname: 'CAS_{1234}' } }],
    ['a CAS_ account', { attributes: { sAMAccountName: 'CAS_{1234}' } }],
    ['a public folder mailbox', { attributes: { msExchRecipientTypeDetails: 0x1000 } }],
    ['critical, but not True', { attributes: { isCriticalSystemObject: false } }],
    ['a replication conflict', { dn: 'CN=ada\\0ACNF:7f,OU=People,DC=a,DC=example' }],
  ]
  it.each(filtered)('projects but does not export %s', (_, part) => {
    const world = worldWith(user('ada', part))
    expect(onlyMv(world).attributes.cloudFiltered).toBe(true)
    expect(world.cloud().size).toBe(0)
  })

  const notFiltered: [string, Parameters<typeof user>[1]][] = [
    ['CAS_ without a brace', { attributes: { sAMAccountName: 'CAS_1234' } }],
    ['msol_ in small letters', { attributes: { sAMAccountName: 'msol_1234' } }],
    ['a user mailbox', { attributes: { mailNickname: 'x', msExchRecipientTypeDetails: 1 } }],
  ]
  it.each(notFiltered)('exports %s', (_, part) => {
    const world = worldWith(user('ada', part))
    expect(onlyMv(world).attributes).not.toHaveProperty('cloudFiltered')
    expect(world.cloud().size).toBe(1)
  })

  it.each([
    ['a critical system object', { isCriticalSystemObject: true }],
    ['an object that was written back', { adminDescription: 'User_1234' }],
  ])('never projects %s', (_, attributes) => {
    const world = worldWith(user('ada', { attributes }))
    expect(world.mvs.size).toBe(0)
    expect(world.get('a:ada').link).toBeUndefined()
  })

  it('treats inetOrgPerson alike, without its employee id and also when it was written back', () => {
    const person = user('ada', { attributes: { employeeID: '7', adminDescription: 'User_1' } })
    const world = worldWith({ ...person, objectType: 'inetOrgPerson' })
    expect(world.cloud().get(guid('a-ada').b)).toMatchObject({ objectType: 'user', accountEnabled: true })
    expect(onlyMv(world).attributes).not.toHaveProperty('employeeID')
  })

  it('changes nothing when the same object is planned again', () => {
    const world = worldWith(user('ada', { attributes: { givenName: 'Ada' }, references: { manager: 1 } }))
    for (const confirm of [false, true]) {
      if (confirm) {
        world.confirmExports()
        world.synchronise()
      }
      const before = onlyMv(world)
      const plan = world.plan('a:ada')
      expect(plan).toMatchObject({
        ok: true,
        link: { kind: 'unchanged' },
        mv: { kind: 'unchanged' },
        unlinked: [],
      })
      expect(plan.targets.map(({ kind, changed }) => [kind, changed])).toEqual([['unchanged', []]])
      expect(onlyMv(world)).toBe(before)
    }
  })

  it('brings back the anchor that the cloud accepted', () => {
    const world = worldWith(user('ada'))
    world.confirmExports()
    world.synchronise()
    expect(onlyMv(world).attributes.cloudSourceAnchor).toBe(guid('a-ada').b)
  })

  it('removes a value in the target when the source clears it', () => {
    const world = worldWith(user('ada', { attributes: { title: 'Analyst' } }))
    world.confirmExports()
    world.import(user('ada'))
    world.synchronise()
    expect(world.cloud().get(guid('a-ada').b)).toMatchObject({ title: null })
    const plan = world.plan('a:ada')
    expect(plan.targets[0]).toMatchObject({ kind: 'unchanged', changed: [] })
    expect(plan.targets[0]?.desired).toMatchObject({ title: null })
  })

  it('corrects a value that was changed in the target', () => {
    const world = worldWith(user('ada', { attributes: { title: 'Analyst' } }))
    world.confirmExports()
    world.synchronise()
    const target = [...world.objects.values()].find((one) => one.connectorId === 'cloud')
    if (target === undefined) throw new Error('no target')
    world.import({ ...target, attributes: { ...target.attributes, title: 'Boss' } })
    const plan = world.plan(target.id)
    expect(plan.targets[0]).toMatchObject({ kind: 'updated', changed: ['title'] })
  })

  it('stages a delete when the account is filtered, and takes it back when it returns before the export', () => {
    const world = worldWith(user('ada'))
    world.confirmExports()
    world.import(user('ada', { attributes: { sAMAccountName: 'MSOL_1' } }))
    world.synchronise()
    expect(world.cloud().size).toBe(0)
    world.import(user('ada'))
    world.synchronise()
    expect(world.cloud().get(guid('a-ada').b)).toMatchObject({ accountEnabled: true })
    expect([...world.objects.values()].filter((one) => one.connectorId === 'cloud')).toHaveLength(1)
  })

  it('deletes the metaverse object and stages the target delete when the last source goes', () => {
    const world = worldWith(user('ada'))
    world.confirmExports()
    world.synchronise()
    world.remove('a:ada')
    const plan = world.plan('a:ada')
    expect(plan).toMatchObject({ ok: true, link: { kind: 'disconnected' }, mv: { kind: 'deleted' } })
    expect(plan.targets.map(({ kind }) => kind)).toEqual(['deprovisioned'])
    expect(world.mvs.size).toBe(0)
  })

  it('disconnects an object whose establishing rule lost its scope', () => {
    const world = worldWith(user('ada'))
    world.import(user('ada', { attributes: { adminDescription: 'User_1' } }))
    const plan = world.plan('a:ada')
    expect(plan).toMatchObject({
      ok: true,
      link: { kind: 'disconnected' },
      mv: { kind: 'deleted' },
      planAgain: false,
    })
  })

  it('deletes and projects anew an object that came back with another type', () => {
    const world = worldWith(user('ada'))
    world.confirmExports()
    world.synchronise()
    const known = world.get('a:ada')
    world.objects.set('a:ada', { ...known, objectType: 'inetOrgPerson', pendingImport: 'delete-add' })
    const plan = world.plan('a:ada')
    expect(plan).toMatchObject({ ok: true, planAgain: true, mv: { kind: 'deleted' } })
    world.synchronise()
    expect(onlyMv(world).lineage.accountEnabled?.rule).toBe('in-from-ad-inetorgperson-accountenabled@a')
    expect(world.cloud().size).toBe(1)
  })

  it('provisions again what was deleted in the target', () => {
    const world = worldWith(user('ada'))
    world.confirmExports()
    world.synchronise()
    const target = [...world.objects.values()].find((one) => one.connectorId === 'cloud')
    if (target === undefined) throw new Error('no target')
    world.remove(target.id)
    const plan = world.plan(target.id)
    expect(plan.targets.map(({ kind }) => kind)).toEqual(['provisioned'])
  })

  it('reports a rule that raises an error and leaves the object as it was', () => {
    const world = worldWith(user('ada'))
    const before = onlyMv(world)
    world.import(user('ada', { attributes: { userPrincipalName: '', sAMAccountName: '', title: 'New' } }))
    const plan = world.plan('a:ada')
    expect(plan).toMatchObject({ ok: false, targets: [] })
    expect(plan).toHaveProperty('errors.0', {
      code: 'sync.expression_failed',
      stage: 'import-flow',
      rule: 'in-from-ad-user-accountenabled@a',
      attribute: 'userPrincipalName',
      message: expect.stringContaining('AccountName is not present'),
    })
    expect(onlyMv(world)).toBe(before)
    expect(world.get('a:ada').pendingImport).toBe('update')
  })

  it('keeps two people apart whose binary anchors differ only by the case of their base64 text', () => {
    const world = worldWith(
      user('ada', { attributes: { objectGUID: { b: 'AAAAAAQAAAAAAAAAAAAAfQ==' } } }),
      user('bob', { attributes: { objectGUID: { b: 'AAAAAAQAAAAAAAAAAAAAFq==' } } }),
      user('cleo', { attributes: { objectGUID: { b: 'AAAAAAQAAAAAAAAAAAAAfq==' } } }),
    )
    expect(world.mvs.size).toBe(3)
    expect(world.errors.size).toBe(0)
  })

  it('refuses a second metaverse object with the same source anchor and names both', () => {
    const chosen = { 'mS-DS-ConsistencyGuid': guid('same') }
    const world = worldWith(user('ada'), user('bob', { attributes: { mail: 'b@x.example' } }))
    world.import(user('ada', { attributes: chosen }))
    world.synchronise()
    world.import(user('bob', { attributes: { ...chosen, mail: 'b@x.example' } }))
    const plan = world.plan('a:bob')
    expect(plan).toHaveProperty('errors.0', {
      code: 'sync.anchor_in_use',
      stage: 'import-flow',
      attribute: 'sourceAnchor',
      message: expect.stringMatching(/bob of a and ada of a have the same source anchor/),
      otherObject: { kind: 'mv', id: expect.any(String), name: 'ada of a' },
    })
  })
})
