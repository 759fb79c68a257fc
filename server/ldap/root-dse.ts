import { sidText } from './ad-values.ts'
import { filter } from './filter.ts'
import { buffersOf, textsOf } from './search-entry.ts'
import type { LdapSession } from './session.ts'

/** What a domain controller says about itself and the account that asks; DNs in its spelling. */
export type RootDse = {
  readonly dnsHostName: string
  readonly defaultNamingContext: string
  readonly rootDomainNamingContext: string
  readonly configurationNamingContext: string
  readonly schemaNamingContext: string
  readonly namingContexts: readonly string[]
  /** SIDs of the account and of all groups it is in, nested ones included; empty where the server does not tell. */
  readonly tokenGroups: readonly string[]
}

const ATTRIBUTES = [
  'dnsHostName',
  'defaultNamingContext',
  'rootDomainNamingContext',
  'configurationNamingContext',
  'schemaNamingContext',
  'namingContexts',
  'tokenGroups',
]

/** Reads the rootDSE [MS-ADTS 3.1.1.3.2]. What is missing is ''. */
export async function readRootDse(session: LdapSession, signal: AbortSignal): Promise<RootDse> {
  const request = {
    base: '',
    scope: 'base',
    filter: filter.present('objectClass'),
    attributes: ATTRIBUTES,
  } as const
  const [entry] = await session.collect(request, signal)
  const first = (name: string) => textsOf(entry, name)[0] ?? ''
  return {
    dnsHostName: first('dnsHostName'),
    defaultNamingContext: first('defaultNamingContext'),
    rootDomainNamingContext: first('rootDomainNamingContext'),
    configurationNamingContext: first('configurationNamingContext'),
    schemaNamingContext: first('schemaNamingContext'),
    namingContexts: textsOf(entry, 'namingContexts'),
    tokenGroups: buffersOf(entry, 'tokenGroups').map(sidText),
  }
}
