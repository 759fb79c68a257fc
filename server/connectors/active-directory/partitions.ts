import { guidText } from '../../ldap/ad-values.ts'
import { dnKey } from '../../ldap/dn.ts'
import { filter } from '../../ldap/filter.ts'
import type { RootDse } from '../../ldap/root-dse.ts'
import { buffersOf, textsOf } from '../../ldap/search-entry.ts'
import type { LdapSession } from '../../ldap/session.ts'

/** A domain of the forest. `held` says whether the domain controller we talk to holds it, so that it can be read. */
export type Partition = {
  readonly dn: string
  /** Of the cross reference, not of the domain object. */
  readonly crossRefGuid: string
  readonly dnsName: string
  readonly netbiosName: string
  readonly held: boolean
}

const DOMAIN = 2

/** The domains of the forest, the forest's root first; DNs as the server spells them. */
export async function readPartitions(
  session: LdapSession,
  rootDse: RootDse,
  signal: AbortSignal,
): Promise<readonly Partition[]> {
  const request = {
    base: `CN=Partitions,${rootDse.configurationNamingContext}`,
    scope: 'one',
    filter: filter.and(filter.equals('objectClass', 'crossRef'), filter.bits('systemFlags', DOMAIN)),
    attributes: ['objectGUID', 'nCName', 'dnsRoot', 'nETBIOSName'],
  } as const
  const held = new Map(rootDse.namingContexts.map((dn) => [dnKey(dn), dn]))
  const rootKey = dnKey(rootDse.rootDomainNamingContext)
  const partitions = (await session.collect(request, signal)).map((entry) => {
    const name = textsOf(entry, 'nCName')[0] ?? ''
    const [guid] = buffersOf(entry, 'objectGUID')
    return {
      dn: held.get(dnKey(name)) ?? name,
      crossRefGuid: guid === undefined ? '' : guidText(guid),
      dnsName: textsOf(entry, 'dnsRoot')[0] ?? '',
      netbiosName: textsOf(entry, 'nETBIOSName')[0] ?? '',
      held: held.has(dnKey(name)),
    }
  })
  const rank = ({ dn, dnsName }: Partition) => `${dnKey(dn) === rootKey ? 0 : 1}${dnsName}`
  return partitions.sort((a, b) => (rank(a) < rank(b) ? -1 : 1))
}

/** Per domain DN the parameters that expressions may use: Domain.* of the domain, Forest.* of the forest's root. */
export function nameParameters(
  partitions: readonly Partition[],
): Readonly<Record<string, Readonly<Record<string, string>>>> {
  const [root] = partitions
  return Object.fromEntries(
    partitions.map(({ dn, dnsName, netbiosName }) => [
      dn,
      {
        'Domain.FQDN': dnsName,
        'Domain.Netbios': netbiosName,
        'Domain.LDAP': dn,
        'Forest.FQDN': root?.dnsName ?? '',
        'Forest.Netbios': root?.netbiosName ?? '',
        'Forest.LDAP': root?.dn ?? '',
      },
    ]),
  )
}
