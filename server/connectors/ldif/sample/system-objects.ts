import { DOMAIN, type ForestBuilder, type Written } from './builder.ts'
import { addGroup } from './groups.ts'
import type { SampleAttributes } from './ldif-text.ts'
import { accountAttributes } from './people.ts'

const USER = ['top', 'person', 'organizationalPerson', 'user']

export type SystemOus = {
  readonly users: string
  readonly builtin: string
  readonly exchange: string
  readonly controllers: string
}

/** Writes what every domain has and the default rules keep out: critical accounts and groups, and mail system mailboxes. */
export function addSystemObjects(
  forest: ForestBuilder,
  { users, builtin, exchange, controllers }: SystemOus,
): void {
  const account = (name: string, control: number, more: SampleAttributes, rid?: number): Written =>
    forest.add(
      users,
      name,
      {
        objectClass: USER,
        cn: name,
        name,
        ...accountAttributes(forest, name, '20100301080000.0Z', control),
        ...more,
      },
      { rid: rid ?? true },
    )
  const critical = { isCriticalSystemObject: true, showInAdvancedViewOnly: true }
  const administrator = account(
    'Administrator',
    66_048,
    { ...critical, adminCount: 1, description: 'Built-in account for administering the domain' },
    500,
  )
  account('Guest', 66_082, critical, 501)
  account('krbtgt', 514, { ...critical, description: 'Key Distribution Center Service Account' }, 502)
  account('MSOL_3f21c07a9b4e', 66_048, { description: 'Account of an earlier synchronization server' })
  account('AAD_7c1e55d0b2a9', 66_048, { description: 'Account of an earlier synchronization server' })
  account('SUPPORT_388945a0', 66_050, { description: "Vendor's account for the Help and Support Service" })

  const groups = [
    ['Domain Admins', 512],
    ['Domain Users', 513],
    ['Domain Guests', 514],
  ] as const
  for (const [name, rid] of groups) {
    const members = rid === 512 ? [administrator.dn] : undefined
    addGroup(forest, users, name, {
      type: 'globalSecurity',
      rid,
      isCritical: true,
      ...(members ? { members } : {}),
    })
  }
  addGroup(forest, users, 'Enterprise Admins', {
    type: 'universalSecurity',
    rid: 519,
    isCritical: true,
    members: [administrator.dn],
  })
  for (const [name, rid] of [
    ['Administrators', 544],
    ['Users', 545],
  ] as const) {
    forest.add(
      builtin,
      name,
      {
        objectClass: ['top', 'group'],
        cn: name,
        name,
        groupType: -2_147_483_643,
        sAMAccountName: name,
        isCriticalSystemObject: true,
        member: rid === 544 ? administrator.dn : undefined,
        whenCreated: '20100301080000.0Z',
      },
      { sid: `S-1-5-32-${rid}` },
    )
  }

  const mailbox = (name: string, nickname: string, details: number): void => {
    const attributes = accountAttributes(forest, name.slice(0, 20), '20130506070000.0Z', 514)
    const address = `${nickname.replace(/[{}]/g, '')}@corp.example`
    forest.add(
      exchange,
      name,
      {
        objectClass: USER,
        cn: name,
        name,
        displayName: name,
        ...attributes,
        mailNickname: nickname,
        mail: address,
        proxyAddresses: `SMTP:${address}`,
        msExchRecipientTypeDetails: details,
        msExchHideFromAddressLists: true,
      },
      { rid: true },
    )
  }
  mailbox(
    'SystemMailbox{1f05a927-2d9c-4e1b-8a3f-6f8b5d0e7c21}',
    'SystemMailbox{1f05a927-2d9c-4e1b-8a3f-6f8b5d0e7c21}',
    8_388_608,
  )
  mailbox('CAS_{8a7f0c3d54b14e6e}', 'CAS_{8a7f0c3d54b14e6e}', 1)
  mailbox(
    'DiscoverySearchMailbox {D919BA05-46A6-415f-80AD-7E09334BB852}',
    'DiscoverySearchMailbox',
    536_870_912,
  )

  for (const [name, parent, control] of [
    ['DC01', controllers, 532_480],
    ['WS-0417', `CN=Computers,${DOMAIN}`, 4096],
  ] as const) {
    const attributes = {
      ...accountAttributes(forest, `${name}$`, '20190212101500.0Z', control),
      sAMAccountType: 805_306_369,
    }
    forest.add(
      parent,
      name,
      {
        objectClass: [...USER, 'computer'],
        cn: name,
        name,
        ...attributes,
        operatingSystem: 'Windows Server',
      },
      { rid: true },
    )
  }
}
