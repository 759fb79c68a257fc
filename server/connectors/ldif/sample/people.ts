import { COMPANY, type ForestBuilder, fileTime, type Written } from './builder.ts'
import { COUNTRIES, type Country, type Office } from './countries.ts'
import type { SampleAttributes } from './ldif-text.ts'

export type Person = Written & {
  readonly country: Country
  readonly office: Office
  readonly department: string
}

type Draft = {
  readonly country: Country
  readonly office: Office
  readonly department: string
  readonly given: string
  readonly family: string
  readonly display: string
  readonly local: string
  readonly account: string
  readonly phonetic: string | undefined
  rank: 'chief' | 'head' | 'lead' | 'member'
}

export const DEPARTMENTS = [
  'Engineering',
  'Production',
  'Sales',
  'Marketing',
  'Finance',
  'Human Resources',
  'IT Operations',
  'Legal',
  'Research',
  'Customer Service',
] as const

const MEMBER_TITLES = ['Specialist', 'Senior Specialist', 'Analyst', 'Coordinator', 'Assistant', 'Consultant']

/** Writes the people of all offices, managers first, and returns them in the order they were written. */
export function addPeople(forest: ForestBuilder, officeOu: (office: Office) => string): Person[] {
  const drafts = rank(draftPeople(forest))
  const people: Person[] = []
  const leaders = new Map<string, string>()
  for (const draft of drafts) {
    const manager = managerKey(draft)
      .map((key) => leaders.get(key))
      .find((dn) => dn !== undefined)
    const written = forest.add(
      officeOu(draft.office),
      draft.display,
      personAttributes(forest, draft, manager),
      { rid: true },
    )
    const key = ownKey(draft)
    if (key !== undefined) leaders.set(key, written.dn)
    people.push({ ...written, country: draft.country, office: draft.office, department: draft.department })
  }
  return people
}

/** The Latin letters of a name, for addresses. German umlauts are spelled out. */
export function toAscii(text: string, language: string): string {
  const german = language.startsWith('de')
    ? text.replace(/[äöüÄÖÜ]/g, (char) => `${char.normalize('NFD')[0] ?? ''}e`)
    : text
  const special: Record<string, string> = {
    ß: 'ss',
    ł: 'l',
    đ: 'd',
    ı: 'i',
    þ: 'th',
    ð: 'd',
    æ: 'ae',
    œ: 'oe',
    ø: 'o',
  }
  return german
    .toLowerCase()
    .replace(/[ßłđıþðæœø]/g, (char) => special[char] ?? '')
    .normalize('NFD')
    .replace(/[^a-z0-9-]/g, '')
}

function draftPeople(forest: ForestBuilder): Draft[] {
  const used = new Set<string>()
  return COUNTRIES.flatMap((country) =>
    Array.from({ length: country.people }, (_, index): Draft => {
      const [given = '', givenLatin = given] = forest.pick(country.given).split('|')
      const [family = '', familyLatin = family] = forest.pick(country.family).split('|')
      const plain = `${toAscii(givenLatin, country.language)}.${toAscii(familyLatin, country.language)}`
      const local = firstFree(plain, used)
      const suffix = local.slice(plain.length)
      const name = ['JP', 'VN'].includes(country.code) ? `${family} ${given}` : `${given} ${family}`
      return {
        country,
        office: country.offices[index % country.offices.length] ?? forest.pick(country.offices),
        department: DEPARTMENTS[(index * 7 + country.number) % DEPARTMENTS.length] ?? 'Sales',
        given,
        family,
        display: suffix === '' ? name : `${name} (${suffix})`,
        local,
        account: firstFree(`${plain.slice(0, 1)}${plain.slice(plain.indexOf('.') + 1)}`.slice(0, 16), used),
        phonetic: given === givenLatin ? undefined : `${givenLatin} ${familyLatin}`,
        rank: 'member',
      }
    }),
  )
}

function firstFree(wanted: string, used: Set<string>): string {
  let name = wanted
  for (let n = 2; used.has(name); n++) name = `${wanted}${n}`
  used.add(name)
  return name
}

// One chief; a head per department; a lead per department and country; everyone else.
function rank(drafts: Draft[]): Draft[] {
  const heads = new Set<string>()
  const leads = new Set<string>()
  for (const [index, draft] of drafts.entries()) {
    const team = `${draft.department}/${draft.country.code}`
    if (index === 0) draft.rank = 'chief'
    else if (!heads.has(draft.department)) draft.rank = 'head'
    else if (!leads.has(team)) draft.rank = 'lead'
    if (draft.rank === 'head') heads.add(draft.department)
    if (draft.rank === 'lead') leads.add(team)
  }
  const order = ['chief', 'head', 'lead', 'member']
  return drafts.sort((a, b) => order.indexOf(a.rank) - order.indexOf(b.rank))
}

function ownKey({ rank, department, country }: Draft): string | undefined {
  if (rank === 'member') return undefined
  return rank === 'chief' ? 'chief' : rank === 'head' ? department : `${department}/${country.code}`
}

function managerKey({ rank, department, country }: Draft): string[] {
  if (rank === 'chief') return []
  if (rank === 'head') return ['chief']
  return rank === 'lead' ? [department] : [`${department}/${country.code}`, department]
}

function titleOf(forest: ForestBuilder, { rank, department }: Draft): string {
  if (rank === 'chief') return 'Chief Executive Officer'
  if (rank === 'head') return `Vice President ${department}`
  return rank === 'lead' ? `Team Lead ${department}` : `${forest.pick(MEMBER_TITLES)}, ${department}`
}

function personAttributes(
  forest: ForestBuilder,
  draft: Draft,
  manager: string | undefined,
): SampleAttributes {
  const { country, office, given, family, display, local } = draft
  const created = forest.time(2012, 2024)
  const street = forest.pick(office.streets)
  return {
    objectClass: ['top', 'person', 'organizationalPerson', 'user'],
    cn: display,
    sn: family,
    givenName: given,
    initials: forest.random() < 0.3 ? `${[...given][0] ?? ''}${[...family][0] ?? ''}` : undefined,
    displayName: display,
    name: display,
    'msDS-PhoneticDisplayName': draft.phonetic,
    title: titleOf(forest, draft),
    department: draft.department,
    company: COMPANY,
    description: forest.random() < 0.15 ? `${draft.department}, ${office.city}` : undefined,
    physicalDeliveryOfficeName: `${office.city} ${1 + Math.floor(forest.random() * 4)}.${forest.digits('##')}`,
    streetAddress: street,
    l: office.city,
    st: office.state,
    postalCode: office.postalCode,
    c: country.code,
    co: country.name,
    countryCode: country.number,
    telephoneNumber: forest.digits(office.phone),
    mobile: forest.random() < 0.5 ? forest.digits(office.mobile) : undefined,
    otherTelephone:
      forest.random() < 0.08 ? [forest.digits(office.phone), forest.digits(office.phone)] : undefined,
    preferredLanguage: forest.random() < 0.4 ? country.language : undefined,
    employeeID: forest.digits('1#####'),
    extensionAttribute1: `CC-${country.code}-${forest.digits('4###')}`,
    ...accountAttributes(forest, draft.account, created),
    userPrincipalName: `${local}@corp.example`,
    ...mailboxAttributes(local, country.code),
    manager,
  }
}

/** What every account carries. `control`: 512 enabled, 514 disabled, 66048 password never expires. */
export function accountAttributes(
  forest: ForestBuilder,
  account: string,
  created: string,
  control = 512,
): SampleAttributes {
  return {
    sAMAccountName: account,
    sAMAccountType: 805_306_368,
    userAccountControl: control,
    primaryGroupID: 513,
    accountExpires: '9223372036854775807',
    pwdLastSet: fileTime(forest.time(2024, 2025)),
    whenCreated: created,
  }
}

/** A mailbox with its primary address, and one more in the country's own sub-domain when there is a country. */
export function mailboxAttributes(local: string, country?: string): SampleAttributes {
  const primary = `SMTP:${local}@corp.example`
  return {
    mail: `${local}@corp.example`,
    mailNickname: local,
    proxyAddresses: country ? [primary, `smtp:${local}@${country.toLowerCase()}.corp.example`] : primary,
    msExchRecipientTypeDetails: 1,
    msExchRecipientDisplayType: 1_073_741_824,
  }
}
