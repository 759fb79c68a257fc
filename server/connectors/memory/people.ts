import type { AttributeMap } from '../../attributes/value.ts'
import { guidOf, type MemoryDirectory } from './directory.ts'

type Part = {
  readonly in?: string
  readonly attributes?: Readonly<Record<string, AttributeMap[string] | undefined>>
  readonly references?: Readonly<Record<string, readonly string[]>>
  readonly rdn?: string
}

const SECURITY_GLOBAL = -2147483646

/** Adds an enabled user and returns its anchor; an attribute given as undefined is absent. */
export function addUser(directory: MemoryDirectory, name: string, part: Part = {}): string {
  return add(directory, 'user', name, part, {
    displayName: `${name} Person`,
    sAMAccountName: name,
    userAccountControl: 512,
    userPrincipalName: `${name}@mem.example`,
    mail: `${name}@mem.example`,
    proxyAddresses: [`SMTP:${name}@mem.example`],
    whenCreated: '20200101000000.0Z',
  })
}

export function addGroup(
  directory: MemoryDirectory,
  name: string,
  members: readonly string[],
  part: Part = {},
): string {
  const attributes = { displayName: name, sAMAccountName: name, groupType: SECURITY_GLOBAL }
  return add(directory, 'group', name, { references: { member: members }, ...part }, attributes)
}

export function addContact(directory: MemoryDirectory, name: string, part: Part = {}): string {
  const mail = `${name}@partner.example`
  const attributes = { displayName: name, mail, proxyAddresses: [`SMTP:${mail}`] }
  return add(directory, 'contact', name, part, attributes)
}

function add(
  directory: MemoryDirectory,
  objectType: string,
  name: string,
  part: Part,
  attributes: AttributeMap,
): string {
  const anchor = guidOf(`${directory.domain.dn} ${objectType} ${name}`)
  const all = {
    objectGUID: { b: guidBytes(anchor).toString('base64') },
    cn: name,
    ...attributes,
    ...part.attributes,
  }
  directory.put({
    anchor,
    objectType,
    rdn: part.rdn ?? `CN=${name}`,
    container: part.in ?? directory.domain.guid,
    attributes: Object.fromEntries(
      Object.entries(all).flatMap(([key, value]) => (value === undefined ? [] : [[key, value]])),
    ),
    references: { ...part.references },
  })
  return anchor
}

/** objectGUID as the directory holds it: the first three groups little-endian. */
export function guidBytes(guid: string): Buffer {
  const [a = '', b = '', c = '', ...rest] = guid.split('-')
  const reversed = [a, b, c].map((part) => Buffer.from(part, 'hex').reverse())
  return Buffer.concat([...reversed, Buffer.from(rest.join(''), 'hex')])
}
