import type { Connector, ContainerNode, PartitionScope } from '../connectors/connector.ts'
import { AppError } from '../errors.ts'
import { dnKey, isBelow } from '../ldap/dn.ts'
import type { PartitionsInput } from './connection-input.ts'

const GUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i

/**
 * Turns a selection of domains and OUs into the scope that is stored: containers by objectGUID, so that a renamed OU
 * stays selected. No selection at all means every domain. Throws `connector.scope_empty` when nothing was chosen and
 * `connector.container_not_found` naming a DN that does not exist.
 */
export async function resolveScope(
  connector: Connector,
  selection: PartitionsInput | undefined,
  signal: AbortSignal,
): Promise<PartitionScope[]> {
  const domains = await connector.listContainers(undefined, signal)
  if (!selection) return domains.map((domain) => ({ dn: domain.dn, include: [], exclude: [] }))
  if (selection.length === 0) throw nothingChosen()
  const scope: PartitionScope[] = []
  for (const [index, partition] of selection.entries()) {
    const domain = domains.find((node) => dnKey(node.dn) === dnKey(partition.dn))
    const field = `partitions.${index}`
    if (!domain) throw notFound(partition.dn, `${field}.dn`, domains)
    if (partition.include?.length === 0 && !partition.exclude?.length) throw nothingChosen(`${field}.include`)
    const resolve = (dns: readonly string[] | undefined, name: string) =>
      resolveAll(connector, domain, dns ?? [], `${field}.${name}`, signal)
    const include = await resolve(partition.include, 'include')
    const exclude = await resolve(partition.exclude, 'exclude')
    // The domain's head as a whole says the same as no selection.
    const whole = include.includes(domain.guid)
    scope.push({ dn: domain.dn, include: whole ? [] : include, exclude })
  }
  return scope
}

async function resolveAll(
  connector: Connector,
  domain: ContainerNode,
  entries: readonly string[],
  field: string,
  signal: AbortSignal,
): Promise<string[]> {
  const guids: string[] = []
  for (const entry of entries) {
    guids.push(
      GUID.test(entry) ? entry.toLowerCase() : await findGuid(connector, domain, entry, field, signal),
    )
  }
  return guids
}

/** Walks down the tree towards `dn`. */
async function findGuid(
  connector: Connector,
  domain: ContainerNode,
  dn: string,
  field: string,
  signal: AbortSignal,
): Promise<string> {
  let node = domain
  while (dnKey(node.dn) !== dnKey(dn)) {
    const children: readonly ContainerNode[] = await connector.listContainers(node.guid, signal)
    const next = children.find((child) => dnKey(child.dn) === dnKey(dn) || isBelow(dn, child.dn))
    if (!next) throw notFound(dn, field, [domain])
    node = next
  }
  return node.guid
}

function nothingChosen(field = 'partitions'): AppError {
  return new AppError(
    'unprocessable',
    'connector.scope_empty',
    'Choose at least one OU, or nothing will sync. To synchronise a whole domain, leave out its "include".',
    { field },
  )
}

function notFound(dn: string, field: string, domains: readonly ContainerNode[]): AppError {
  const where = domains.map((domain) => domain.dn).join(', ') || 'the directory'
  return new AppError(
    'unprocessable',
    'connector.container_not_found',
    `${dn} was not found in ${where}. Pick it from the tree.`,
    {
      field,
    },
  )
}
