import type { ForestBuilder, Written } from './builder.ts'
import { COUNTRIES } from './countries.ts'
import { DEPARTMENTS, type Person } from './people.ts'

/** groupType values [MS-ADTS 2.2.12]. */
export const GROUP_TYPE = {
  globalSecurity: -2_147_483_646,
  localSecurity: -2_147_483_644,
  universalSecurity: -2_147_483_640,
  builtinSecurity: -2_147_483_643,
  globalDistribution: 2,
  universalDistribution: 8,
} as const

export type GroupOptions = {
  readonly type: keyof typeof GROUP_TYPE
  readonly members?: readonly string[]
  readonly mail?: string
  readonly description?: string
  readonly managedBy?: string
  readonly rid?: number
  readonly isCritical?: true
  readonly adminDescription?: string
}

/** Writes one group; `mail` is the local part of its address and makes it mail-enabled. */
export function addGroup(
  forest: ForestBuilder,
  parent: string,
  name: string,
  options: GroupOptions,
): Written {
  const { type, members, mail, description, managedBy, rid = true, isCritical, adminDescription } = options
  const attributes = {
    objectClass: ['top', 'group'],
    cn: name,
    name,
    displayName: mail === undefined ? undefined : name,
    description,
    groupType: GROUP_TYPE[type],
    sAMAccountName: name.replace(/["/\\[\]:;|=,+*?<>]/g, '_'),
    whenCreated: forest.time(2010, 2023),
    isCriticalSystemObject: isCritical,
    adminDescription,
    mail: mail === undefined ? undefined : `${mail}@corp.example`,
    mailNickname: mail,
    proxyAddresses:
      mail === undefined ? undefined : [`SMTP:${mail}@corp.example`, `smtp:${mail}@groups.corp.example`],
    managedBy,
    member: members,
  }
  return forest.add(parent, name, attributes, { rid })
}

export type GroupOus = { readonly security: string; readonly distribution: string }

/**
 * Writes the groups that follow from people: per office, country and department, regions over countries and one
 * group over all, so that the tree is four groups deep.
 */
export function addGroups(
  forest: ForestBuilder,
  ous: GroupOus,
  people: readonly Person[],
): { allStaff: Written; departments: ReadonlyMap<string, Written> } {
  const dns = (of: (person: Person) => boolean) => people.filter(of).map(({ dn }) => dn)
  const regions = new Map<string, string[]>()
  for (const country of COUNTRIES) {
    const offices = country.offices.map((office) =>
      addGroup(forest, ous.security, `GG-${office.key}`, {
        type: 'globalSecurity',
        description: `Everyone in ${office.city}`,
        members: dns((person) => person.office === office),
      }),
    )
    const staff = addGroup(forest, ous.security, `UG-${country.name}`, {
      type: 'universalSecurity',
      members: offices.map(({ dn }) => dn),
    })
    regions.set(country.region, [...(regions.get(country.region) ?? []), staff.dn])
  }
  const regional = [...regions].map(([region, members]) =>
    addGroup(forest, ous.security, `UG-Region ${region}`, { type: 'universalSecurity', members }),
  )
  const allStaff = addGroup(forest, ous.security, 'UG-All Staff', {
    type: 'universalSecurity',
    members: regional.map(({ dn }) => dn),
    mail: 'all.staff',
    description: 'Everyone, by region, country and office',
  })
  const departments = new Map<string, Written>()
  for (const department of DEPARTMENTS) {
    const team = people.filter((person) => person.department === department)
    const written = addGroup(forest, ous.security, `GG-${department}`, {
      type: 'globalSecurity',
      members: team.map(({ dn }) => dn),
      managedBy: team[0]?.dn,
    })
    departments.set(department, written)
    addGroup(forest, ous.security, `DL-Files ${department} RW`, {
      type: 'localSecurity',
      members: [written.dn],
    })
  }
  return { allStaff, departments }
}
