import { fold } from '../attributes/value.ts'
import type { ConnectorFacts } from './compiled.ts'

type Parameters = Readonly<Record<string, string>>

/**
 * Resolves `%name%` for objects of one connector (7.6). Domain and forest come from the partition the DN lies in; the
 * DNS and LDAP names that a partition does not tell follow from the DN itself. A forest is named after the domain
 * that stands above all others. NetBIOS names are never guessed.
 */
export function parameterResolver(
  connector: ConnectorFacts,
): (name: string, dn: string) => string | undefined {
  const byDomain = new Map<string, Parameters>()
  return (name, dn) => {
    if (name === 'Connector.ID') return connector.id
    const domain = domainOf(dn)
    let parameters = byDomain.get(domain)
    if (parameters === undefined) {
      parameters = parametersOf(domain, connector)
      byDomain.set(domain, parameters)
    }
    return Object.hasOwn(parameters, name) ? parameters[name] : undefined
  }
}

/** The trailing DC components of a DN; '' when it has none. */
function domainOf(dn: string): string {
  return /(?:^|,)\s*(DC=[^,]+(?:,\s*DC=[^,]+)*)$/i.exec(dn)?.[1] ?? ''
}

function parametersOf(domain: string, connector: ConnectorFacts): Parameters {
  const partitions = connector.partitions ?? []
  const known = partitions.find((partition) => fold(partition.dn) === fold(domain))?.parameters
  const root = partitions.find((one) => partitions.every((other) => isWithin(other.dn, one.dn)))
  const forest = root !== undefined && isWithin(domain, root.dn) ? root.dn : domain
  return {
    ...(domain === '' ? {} : { 'Domain.FQDN': dnsName(domain), 'Domain.LDAP': domain }),
    ...(forest === '' ? {} : { 'Forest.FQDN': dnsName(forest), 'Forest.LDAP': forest }),
    ...known,
  }
}

function isWithin(dn: string, ancestor: string): boolean {
  return fold(`,${dn}`).endsWith(fold(`,${ancestor}`))
}

function dnsName(domain: string): string {
  return domain
    .split(',')
    .map((part) => part.slice(part.indexOf('=') + 1).trim())
    .join('.')
}
