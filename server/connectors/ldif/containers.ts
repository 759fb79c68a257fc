import { AppError } from '../../errors.ts'
import { dnKey, parentDn, parseDn } from '../../ldap/dn.ts'
import type { ContainerNode, PartitionScope } from '../connector.ts'
import { guidFromName } from './guid-sid.ts'

type Container = {
  readonly number: number
  readonly key: string
  readonly parent: number | undefined
  dn: string
  guid: string
  kind: ContainerNode['kind']
  note?: string
  /** Objects directly in it. */
  objects: number
  /** Whether the tree shows it: domains and OUs always, others when they lead to an object or an OU. */
  shown: boolean
}

export type Containers = {
  /** The number of the container with this DN; made, with all above it, when the file has not named it yet. */
  ensure(key: string, dn: string): number
  /** Says what an entry of the file tells about its container. */
  describe(
    key: string,
    dn: string,
    facts: { kind: ContainerNode['kind']; guid?: string; note?: string },
  ): void
  /** An object was seen in the container: the tree shows it and what is above it. */
  countObject(number: number): void
  /** Objects in the containers that are in scope. */
  countIn(inScope: (number: number) => boolean): number
  /** DN of the domain above the container. */
  partitionOf(number: number): string
  list(parentGuid: string | undefined): readonly ContainerNode[]
  /**
   * Answers whether objects in a container are in scope. Throws `ldif.partition_missing` and `ldif.container_missing`:
   * reading on without what was selected would look like the deletion of everything in it.
   */
  select(scope: readonly PartitionScope[]): (number: number) => boolean
}

/** The tree above the entries of one file. Domains are the trailing DC parts of a DN, else its last part. */
export function createContainers(): Containers {
  const all: Container[] = []
  const byKey = new Map<string, Container>()

  const obtain = (key: string, dn: string): Container => {
    const known = byKey.get(key)
    if (known) return known
    const kind = kindOfName(key)
    const above = kind === 'domain' ? undefined : parentDn(dn)
    const parent = above === undefined ? undefined : obtain(dnKey(above), above).number
    const made: Container = {
      number: all.length,
      key,
      dn,
      parent,
      guid: guidFromName(key),
      kind: parent === undefined ? 'domain' : kind,
      objects: 0,
      shown: false,
    }
    all.push(made)
    byKey.set(key, made)
    if (made.kind !== 'container') show(made)
    return made
  }
  const above = (container: Container): Container | undefined =>
    container.parent === undefined ? undefined : all[container.parent]
  const show = (container: Container): void => {
    for (let at: Container | undefined = container; at && !at.shown; at = above(at)) at.shown = true
  }
  const rootOf = (container: Container): Container => {
    const parent = above(container)
    return parent ? rootOf(parent) : container
  }
  const childrenOf = (parent: number | undefined): Container[] =>
    all.filter((container) => container.shown && container.parent === parent)

  return {
    ensure: (key, dn) => obtain(key, dn).number,
    describe(key, dn, { kind, guid, note }) {
      const container = obtain(key, dn)
      container.dn = dn
      container.kind = container.parent === undefined ? 'domain' : kind
      if (guid !== undefined) container.guid = guid
      if (note !== undefined) container.note = note
      if (container.kind !== 'container') show(container)
    },
    countObject(number) {
      const container = all[number]
      if (!container) return
      container.objects++
      show(container)
    },
    countIn: (inScope) =>
      all.reduce((sum, container) => sum + (inScope(container.number) ? container.objects : 0), 0),
    partitionOf(number) {
      const container = all[number]
      return container ? rootOf(container).dn : ''
    },
    list(parentGuid) {
      const parent = parentGuid?.toLowerCase()
      const found = parent === undefined ? undefined : all.find((container) => container.guid === parent)
      if (parent !== undefined && !found) throw unknownContainer(parent)
      return childrenOf(found?.number)
        .map((container) => toNode(container, childrenOf(container.number).length > 0))
        .sort((a, b) => (a.name < b.name ? -1 : 1))
    },
    select(scope) {
      const partitions = new Map(scope.map((partition) => [dnKey(partition.dn), partition]))
      for (const [key, { dn, include }] of partitions) {
        if (!byKey.has(key)) throw missingPartition(dn)
        const missing = include.find(
          (guid) => !all.some((container) => container.guid === guid.toLowerCase()),
        )
        if (missing !== undefined) throw missingContainer(missing, dn)
      }
      const decided = new Map<number, boolean>()
      const decide = (container: Container): boolean => {
        const known = decided.get(container.number)
        if (known !== undefined) return known
        const inScope = partitions.size === 0 || decideOne(container)
        decided.set(container.number, inScope)
        return inScope
      }
      const decideOne = (container: Container): boolean => {
        const partition = partitions.get(rootOf(container).key)
        if (!partition) return false
        if (has(partition.exclude, container.guid)) return false
        if (has(partition.include, container.guid)) return true
        const parent = above(container)
        return parent ? decide(parent) : partition.include.length === 0
      }
      return (number) => {
        const container = all[number]
        return container !== undefined && decide(container)
      }
    },
  }
}

function kindOfName(key: string): ContainerNode['kind'] {
  if (key.split(',').every((rdn) => rdn.startsWith('dc='))) return 'domain'
  return key.startsWith('ou=') ? 'ou' : 'container'
}

function has(guids: readonly string[], guid: string): boolean {
  return guids.some((other) => other.toLowerCase() === guid)
}

function toNode({ dn, guid, kind, note }: Container, hasChildren: boolean): ContainerNode {
  const rdns = parseDn(dn)
  const name =
    kind === 'domain' && rdns.every((rdn) => rdn[0]?.type.toLowerCase() === 'dc')
      ? rdns.map((rdn) => rdn[0]?.value).join('.')
      : (rdns[0]?.map((part) => part.value).join(' + ') ?? '')
  return { dn, guid, name, kind, hasChildren, ...(note === undefined ? {} : { note }) }
}

function unknownContainer(guid: string): AppError {
  return new AppError(
    'notFound',
    'ldif.container_unknown',
    `The file holds no container with the id ${guid}. Open the tree again: the file may have been replaced.`,
  )
}

function missingPartition(dn: string): AppError {
  return new AppError(
    'invalid',
    'ldif.partition_missing',
    `The file holds nothing of the selected domain "${dn}". Upload an export of that domain, or select another.`,
    { details: { dn } },
  )
}

function missingContainer(guid: string, partition: string): AppError {
  return new AppError(
    'invalid',
    'ldif.container_missing',
    `The file does not hold a selected container of ${partition} (GUID ${guid}). Nothing is deleted because of that. Correct the selection, or upload an export that holds it.`,
    { details: { guid, partition } },
  )
}
