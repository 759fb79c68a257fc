import { writeFileSync } from 'node:fs'
import { createBuilder, DOMAIN, type ForestBuilder } from './builder.ts'
import { addContacts } from './contacts.ts'
import { COUNTRIES, type Office } from './countries.ts'
import { addGroups } from './groups.ts'
import { addPeople } from './people.ts'
import { addPlantedProblems } from './planted-problems.ts'
import { addSpecialCases } from './special-cases.ts'
import { addSystemObjects } from './system-objects.ts'

/** The text of forest.ldif; always the same. `node generate.ts` writes it beside this file. */
export function generateForest(): string {
  const forest = createBuilder()
  forest.add(
    '',
    '',
    {
      objectClass: ['top', 'domain', 'domainDNS'],
      dc: 'corp',
      name: 'corp',
      isCriticalSystemObject: true,
      whenCreated: '20100301075500.0Z',
    },
    { sid: 'S-1-5-21-1004336348-1177238915-682003330' },
  )
  const container = (name: string, objectClass: string) =>
    forest.add(DOMAIN, name, {
      objectClass: ['top', objectClass],
      cn: name,
      name,
      isCriticalSystemObject: true,
    }).dn
  const users = container('Users', 'container')
  container('Computers', 'container')
  const builtin = container('Builtin', 'builtinDomain')
  const foreign = container('ForeignSecurityPrincipals', 'container')
  const exchange = container('Microsoft Exchange System Objects', 'container')
  const controllers = addOu(forest, DOMAIN, 'Domain Controllers')
  const root = addOu(forest, DOMAIN, 'Kestrel Works')
  const special = addOu(forest, root, 'Special Cases')
  const problems = addOu(forest, root, 'Planted Problems')
  const groups = addOu(forest, root, 'Groups')
  const security = addOu(forest, groups, 'Security')
  const distribution = addOu(forest, groups, 'Distribution')

  addSystemObjects(forest, { users, builtin, exchange, controllers })
  const people = addPeople(forest, addOfficeOus(forest, addOu(forest, root, 'People')))
  const contacts = addContacts(forest, addOu(forest, root, 'Suppliers, Partners'), people[0]?.dn ?? '')
  addGroups(forest, { security, distribution }, people)
  const ous = {
    special,
    foreign,
    security,
    distribution,
    disabled: addOu(forest, root, 'Disabled Accounts'),
    services: addOu(forest, root, 'Service Accounts'),
    resources: addOu(forest, root, 'Rooms and Shared Mailboxes'),
  }
  addSpecialCases(forest, ous, people, contacts)
  addPlantedProblems(forest, problems, security)
  return forest.text()
}

function addOu(forest: ForestBuilder, parent: string, name: string): string {
  return forest.add(
    parent,
    name,
    { objectClass: ['top', 'organizationalUnit'], ou: name, name },
    { type: 'OU' },
  ).dn
}

// People / country / office.
function addOfficeOus(forest: ForestBuilder, people: string): (office: Office) => string {
  const ous = new Map<Office, string>()
  for (const country of COUNTRIES) {
    const parent = addOu(forest, people, country.name)
    for (const office of country.offices) ous.set(office, addOu(forest, parent, office.key))
  }
  return (office) => {
    const ou = ous.get(office)
    if (ou === undefined) throw new Error(`no unit for ${office.key}`)
    return ou
  }
}

if (import.meta.main) writeFileSync(new URL('./forest.ldif', import.meta.url), generateForest())
