/** The object types an LDIF export is read for, most specific first. */
export const LDIF_OBJECT_TYPES = [
  'inetOrgPerson',
  'user',
  'group',
  'contact',
  'foreignSecurityPrincipal',
] as const

export type LdifObjectType = (typeof LDIF_OBJECT_TYPES)[number]

/** What an entry is by its objectClass values: an object, a node of the container tree, or neither. */
export type EntryClass =
  | { readonly object: LdifObjectType }
  | { readonly container: 'domain' | 'ou' | 'container' }
  | undefined

const CONTAINERS = {
  domain: 'domain',
  organizationalunit: 'ou',
  container: 'container',
  builtindomain: 'container',
} as const

/** Classifies by objectClass, ignoring case. Computers are users by class but not by nature: they are neither. */
export function classify(objectClasses: readonly string[]): EntryClass {
  const classes = new Set(objectClasses.map((name) => name.toLowerCase()))
  if (classes.has('computer')) return undefined
  const object = LDIF_OBJECT_TYPES.find((type) => classes.has(type.toLowerCase()))
  if (object) return { object }
  // Also domainDNS: its super-class domain stands beside it.
  for (const [name, container] of Object.entries(CONTAINERS)) if (classes.has(name)) return { container }
  return classes.has('domaindns') ? { container: 'domain' } : undefined
}
