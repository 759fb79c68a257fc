import type { ForestBuilder, Written } from './builder.ts'
import { COUNTRIES } from './countries.ts'
import { toAscii } from './people.ts'

const COMPANIES = [
  { name: 'Nordlicht Optik GmbH', domain: 'nordlicht.example' },
  { name: 'Aoba Glass 株式会社', domain: 'aoba-glass.example' },
  { name: 'Kessler & Søn, Ltd.', domain: 'kessler-soen.example' },
] as const

/** Writes 28 mail contacts at suppliers and partners, one without an address, and returns them in order. */
export function addContacts(forest: ForestBuilder, parent: string, manager: string): Written[] {
  const contacts = Array.from({ length: 27 }, (_, index) => {
    const country = COUNTRIES[index % COUNTRIES.length]
    const company = COMPANIES[index % COMPANIES.length]
    if (!country || !company) throw new Error('no country or company')
    const [given = '', givenLatin = given] = forest.pick(country.given).split('|')
    const [family = '', familyLatin = family] = forest.pick(country.family).split('|')
    const local = `${toAscii(givenLatin, country.language)}.${toAscii(familyLatin, country.language)}.${index + 1}`
    const address = `${local}@${company.domain}`
    const display = `${given} ${family} (${company.name})`
    return forest.add(parent, display, {
      objectClass: ['top', 'person', 'organizationalPerson', 'contact'],
      cn: display,
      name: display,
      sn: family,
      givenName: given,
      displayName: display,
      company: company.name,
      title: index % 4 === 0 ? 'Key Account Manager' : undefined,
      telephoneNumber: forest.digits(country.offices[0]?.phone ?? '+1 555 ####'),
      l: country.offices[0]?.city,
      co: country.name,
      c: country.code,
      countryCode: country.number,
      mail: address,
      mailNickname: `ext.${local}`,
      targetAddress: `SMTP:${address}`,
      proxyAddresses: [`SMTP:${address}`],
      msExchRecipientDisplayType: 6,
      manager: index % 9 === 0 ? manager : undefined,
      whenCreated: forest.time(2014, 2024),
    })
  })
  const silent = forest.add(parent, 'Reception, Harbour Warehouse', {
    objectClass: ['top', 'person', 'organizationalPerson', 'contact'],
    cn: 'Reception, Harbour Warehouse',
    name: 'Reception, Harbour Warehouse',
    displayName: 'Reception, Harbour Warehouse',
    telephoneNumber: '+49 40 5500 1200',
    whenCreated: forest.time(2014, 2024),
  })
  return [...contacts, silent]
}
