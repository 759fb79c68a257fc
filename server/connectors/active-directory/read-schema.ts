import { filter } from '../../ldap/filter.ts'
import type { RootDse } from '../../ldap/root-dse.ts'
import { textsOf } from '../../ldap/search-entry.ts'
import type { LdapSession } from '../../ldap/session.ts'
import type { AttributeSyntax, ConnectorSchema } from '../connector.ts'

/** Structural classes that are read, most derived first; computers and managed service accounts are users too. */
export const OBJECT_TYPES = ['inetOrgPerson', 'user', 'group', 'contact', 'foreignSecurityPrincipal'] as const

const PAGE_SIZE = 1000

/** Syntaxes as [MS-ADTS 3.1.1.2.2.2] numbers them. Everything else is text, times included. */
const SYNTAX: Readonly<Record<string, AttributeSyntax>> = {
  '2.5.5.1': 'reference',
  '2.5.5.8': 'boolean',
  '2.5.5.9': 'number',
  '2.5.5.10': 'binary',
  '2.5.5.15': 'binary',
  '2.5.5.16': 'number',
  '2.5.5.17': 'binary',
}

/** Every attribute the forest's schema knows, with its syntax. An object's own DN is text, not a reference to itself. */
export async function readForestSchema(
  session: LdapSession,
  rootDse: RootDse,
  signal: AbortSignal,
): Promise<ConnectorSchema> {
  const attributes: Record<string, { syntax: AttributeSyntax; multi: boolean }> = {}
  const request = {
    base: rootDse.schemaNamingContext,
    scope: 'one',
    filter: filter.equals('objectClass', 'attributeSchema'),
    attributes: ['lDAPDisplayName', 'attributeSyntax', 'isSingleValued'],
  } as const
  const newSink = () => ({
    page: undefined,
    sink: {
      entry(entry: Parameters<typeof textsOf>[0]) {
        const [name = ''] = textsOf(entry, 'lDAPDisplayName')
        const [syntax = ''] = textsOf(entry, 'attributeSyntax')
        const multi = textsOf(entry, 'isSingleValued')[0] !== 'TRUE'
        attributes[name] = {
          syntax: name === 'distinguishedName' ? 'string' : (SYNTAX[syntax] ?? 'string'),
          multi,
        }
      },
    },
  })
  for await (const _ of session.pages(request, () => PAGE_SIZE, newSink, signal)) signal.throwIfAborted()
  return { objectTypes: OBJECT_TYPES, attributes }
}
