import { guidText } from '../../ldap/ad-values.ts'
import { parseDn } from '../../ldap/dn.ts'
import { filter } from '../../ldap/filter.ts'
import type { RootDse } from '../../ldap/root-dse.ts'
import { buffersOf, textsOf } from '../../ldap/search-entry.ts'
import type { LdapSession } from '../../ldap/session.ts'
import type { ContainerNode } from '../connector.ts'
import { readPartitions } from './partitions.ts'

const CONTAINERS = filter.or(
  filter.equals('objectClass', 'organizationalUnit'),
  filter.equals('objectClass', 'container'),
  filter.equals('objectClass', 'builtinDomain'),
  filter.equals('objectClass', 'lostAndFound'),
)
const ATTRIBUTES = ['objectGUID', 'objectClass', 'showInAdvancedViewOnly', 'description']
const PAGE_SIZE = 1000
/** Questions about children in flight at once. */
const IN_FLIGHT = 16

type Found = Omit<ContainerNode, 'hasChildren'>

/** The forest's domains; those that this domain controller does not hold are noted and cannot be opened. */
export async function listDomains(
  session: LdapSession,
  rootDse: RootDse,
  signal: AbortSignal,
): Promise<readonly ContainerNode[]> {
  const nodes: ContainerNode[] = []
  for (const partition of await readPartitions(session, rootDse, signal)) {
    const { dn, dnsName: name } = partition
    if (!partition.held) {
      const note = 'Not held by this domain controller: connect to one of this domain.'
      nodes.push({ dn, guid: partition.crossRefGuid, name, kind: 'domain', hasChildren: false, note })
      continue
    }
    const request = {
      base: dn,
      scope: 'base',
      filter: filter.present('objectClass'),
      attributes: ['objectGUID'],
    } as const
    const [entry] = await session.collect(request, signal)
    const [guid] = buffersOf(entry, 'objectGUID')
    if (guid !== undefined) nodes.push({ dn, guid: guidText(guid), name, kind: 'domain', hasChildren: true })
  }
  return nodes
}

/** The organisational units and containers directly below one, by name. Rejects with `ldap.no_such_object`. */
export async function listChildren(
  session: LdapSession,
  parentGuid: string,
  signal: AbortSignal,
): Promise<readonly ContainerNode[]> {
  const request = {
    base: `<GUID=${parentGuid}>`,
    scope: 'one',
    filter: CONTAINERS,
    attributes: ATTRIBUTES,
  } as const
  const found: Found[] = []
  const newSink = () => ({
    page: undefined,
    sink: {
      entry(entry: Parameters<typeof toNode>[0]) {
        const node = toNode(entry)
        if (node !== undefined) found.push(node)
      },
    },
  })
  for await (const _ of session.pages(request, () => PAGE_SIZE, newSink, signal)) signal.throwIfAborted()
  found.sort((a, b) => a.name.localeCompare(b.name, 'en'))
  const nodes: ContainerNode[] = []
  const waiting = found.entries()
  const work = async () => {
    for (const [index, node] of waiting) {
      nodes[index] = { ...node, hasChildren: await hasContainers(session, node.guid, signal) }
    }
  }
  await Promise.all(Array.from({ length: IN_FLIGHT }, work))
  return nodes
}

function toNode(entry: Parameters<typeof textsOf>[0] & { dn: string }): Found | undefined {
  const [guid] = buffersOf(entry, 'objectGUID')
  const [rdn] = parseDn(entry.dn)[0] ?? []
  if (guid === undefined || rdn === undefined) return undefined
  const classes = textsOf(entry, 'objectClass')
  const system = textsOf(entry, 'showInAdvancedViewOnly')[0] === 'TRUE' || classes.includes('builtinDomain')
  return {
    dn: entry.dn,
    guid: guidText(guid),
    name: rdn.value,
    kind: classes.includes('organizationalUnit') ? 'ou' : 'container',
    ...(system && { note: 'system' }),
  }
}

async function hasContainers(session: LdapSession, guid: string, signal: AbortSignal): Promise<boolean> {
  const request = {
    base: `<GUID=${guid}>`,
    scope: 'one',
    filter: CONTAINERS,
    attributes: ['1.1'],
    sizeLimit: 1,
  } as const
  return (await session.collect(request, signal)).length > 0
}
