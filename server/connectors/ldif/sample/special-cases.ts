import { guidBytes } from '../../../ldap/ad-values.ts'
import type { ForestBuilder, Written } from './builder.ts'
import { addGroup } from './groups.ts'
import type { SampleAttributes } from './ldif-text.ts'
import { accountAttributes, mailboxAttributes, type Person } from './people.ts'

const USER = ['top', 'person', 'organizationalPerson', 'user']

export type SpecialOus = {
  readonly special: string
  readonly disabled: string
  readonly services: string
  readonly resources: string
  readonly foreign: string
  readonly security: string
  readonly distribution: string
}

/** Writes the accounts and groups that are right but out of the ordinary. */
export function addSpecialCases(
  forest: ForestBuilder,
  ous: SpecialOus,
  people: readonly Person[],
  contacts: readonly Written[],
): void {
  const user = (parent: string, name: string, more: SampleAttributes): Written =>
    forest.add(parent, name, { objectClass: USER, cn: name, name, displayName: name, ...more }, { rid: true })
  const person = (name: string, account: string, more: SampleAttributes = {}): Written =>
    user(ous.special, name, {
      sn: name.split(' ').at(-1),
      ...accountAttributes(forest, account, forest.time(2015, 2023)),
      userPrincipalName: `${account}@corp.example`,
      ...mailboxAttributes(account),
      ...more,
    })

  const escaped = [
    person("O'Brien, Niamh", 'nobrien'),
    person('Front Desk + Post Room', 'frontdesk'),
    person('Robert "Bob" Tanner', 'rtanner'),
    person('#service-desk', 'servicedesk'),
    person('Back\\Slash <Test>; Ltd=1', 'backslash'),
  ]
  person('Kęstutis Žemaitis', 'kzemaitis', { userPrincipalName: 'kzemaitis@corp.local' })
  person('Yılmaz Işıkçı', 'yisikci', { title: '  Buyer ', displayName: 'Yılmaz Işıkçı ' })
  const moved = person('Consuelo Íñiguez', 'ciniguez', {
    'mS-DS-ConsistencyGuid': guidBytes('5b7c9d10-42ee-4c59-9d1e-0a6f3b1c77d4'),
    proxyAddresses: [
      'SMTP:ciniguez@corp.example',
      'smtp:c.iniguez@corp.example',
      'x500:/o=Kestrel Works/ou=First Administrative Group/cn=Recipients/cn=ciniguez',
    ],
  })
  for (const [name, account] of [
    ['Ingeborg Ødegård', 'iodegard'],
    ['Matti Hämäläinen', 'mhamalainen'],
  ] as const) {
    forest.add(
      ous.special,
      name,
      {
        objectClass: [...USER, 'inetOrgPerson'],
        cn: name,
        name,
        sn: name.split(' ')[1],
        displayName: name,
        ...accountAttributes(forest, account, forest.time(2016, 2020)),
        userPrincipalName: `${account}@corp.example`,
        ...mailboxAttributes(account),
      },
      { rid: true },
    )
  }
  user(ous.special, 'Written Back', {
    ...accountAttributes(forest, 'writtenback', '20220904120000.0Z'),
    userPrincipalName: 'written.back@corp.example',
    adminDescription: 'User_2b0c7f0e-5f0e-4c0c-9d39-5a7a3c9f3e11',
  })
  user(ous.special, 'Jana Novotná\nCNF:6d1f8a52-9a2e-4b8f-8f1a-2f7d3c5b9e10', {
    ...accountAttributes(forest, 'jnovotna2', '20210311093000.0Z'),
    userPrincipalName: 'jnovotna2@corp.example',
  })

  const leavers = [
    'Erika Müllerová',
    'Piotr Święch',
    'Δήμητρα Καλογήρου',
    'Сергій Гнатюк',
    '松本 一郎',
    'Ömer Çetin',
    'Sára Kovács',
    'Gro Åsen',
    'Ana Lúcia Brandão',
    'Hoàng Thị Thu',
  ]
  for (const [index, name] of leavers.entries()) {
    const account = `left${String(index + 1).padStart(2, '0')}`
    user(ous.disabled, name, {
      ...accountAttributes(forest, account, forest.time(2012, 2020), 514),
      userPrincipalName: `${account}@corp.example`,
      description: 'Left the company',
    })
  }
  for (const [name, purpose] of [
    ['svc-backup', 'Backup'],
    ['svc-sql', 'Database engine'],
    ['svc-scan', 'Scan to folder'],
    ['svc-monitor', 'Monitoring'],
    ['svc-erp', 'ERP interface'],
  ] as const) {
    user(ous.services, name, {
      ...accountAttributes(forest, name, forest.time(2013, 2022), 66_048),
      userPrincipalName: `${name}@corp.example`,
      description: `${purpose} (service account)`,
      servicePrincipalName:
        name === 'svc-sql' ? ['MSSQLSvc/sql01.corp.example:1433', 'MSSQLSvc/sql01'] : undefined,
    })
  }
  for (const [name, account, details] of [
    ['Meeting Room Åland', 'room.aland', 16],
    ['Invoices', 'invoices', 4],
  ] as const) {
    user(ous.resources, name, {
      ...accountAttributes(forest, account, forest.time(2016, 2022), 514),
      userPrincipalName: `${account}@corp.example`,
      ...mailboxAttributes(account),
      msExchRecipientTypeDetails: details,
      msExchResourceCapacity: details === 16 ? 12 : undefined,
    })
  }

  const foreignSid = 'S-1-5-21-2857422465-1465058494-1690550294-1517'
  const foreign = forest.add(
    ous.foreign,
    foreignSid,
    {
      objectClass: ['top', 'foreignSecurityPrincipal'],
      cn: foreignSid,
      name: foreignSid,
      whenCreated: '20200117140000.0Z',
    },
    { sid: foreignSid },
  )

  const dns = (from: number, count: number): string[] => people.slice(from, from + count).map(({ dn }) => dn)
  addGroup(forest, ous.security, 'UG-Trust Visitors', {
    type: 'localSecurity',
    members: [foreign.dn, moved.dn],
  })
  addGroup(forest, ous.security, 'R&D, Optics + "Lasers" <Lab 3>', {
    type: 'globalSecurity',
    members: escaped.map(({ dn }) => dn),
  })
  addGroup(forest, ous.security, '#on-call', { type: 'globalSecurity', members: dns(40, 6) })
  addGroup(forest, ous.security, 'GG-Empty', { type: 'globalSecurity', description: 'Nobody is in here' })
  addGroup(forest, ous.security, 'Written Back Group', {
    type: 'universalSecurity',
    adminDescription: 'Group_8f1d2c3b-4a59-4e68-8d77-9c0b1a2e3f44',
  })
  addGroup(forest, ous.distribution, 'News Außendienst Süd', {
    type: 'universalDistribution',
    mail: 'news.sued',
    members: [...dns(60, 15), ...contacts.slice(0, 4).map(({ dn }) => dn)],
  })
  addGroup(forest, ous.distribution, '営業部ニュース', {
    type: 'universalDistribution',
    mail: 'news.jp',
    members: dns(100, 10),
  })
  addGroup(forest, ous.distribution, 'Новини компанії', {
    type: 'universalDistribution',
    mail: 'news.ua',
    members: dns(120, 10),
  })
  addGroup(forest, ous.distribution, 'Suppliers', {
    type: 'globalDistribution',
    mail: 'suppliers',
    members: contacts.map(({ dn }) => dn),
  })
  addGroup(forest, ous.distribution, 'Old List Without Address', {
    type: 'globalDistribution',
    members: dns(200, 5),
  })
  addCycle(forest, ous.security, dns(12, 2))
}

// Each has the other as member; DNs are known before the entries are written.
function addCycle(forest: ForestBuilder, parent: string, [first = '', second = '']: readonly string[]): void {
  addGroup(forest, parent, 'Project Aurora', {
    type: 'universalSecurity',
    members: [first, `CN=Project Borealis,${parent}`],
  })
  addGroup(forest, parent, 'Project Borealis', {
    type: 'universalSecurity',
    members: [second, `CN=Project Aurora,${parent}`],
  })
}
