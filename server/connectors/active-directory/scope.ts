import { AppError } from '../../errors.ts'
import { ShowDeletedControl } from '../../ldap/controls.ts'
import { dnKey, parentDn } from '../../ldap/dn.ts'
import { filter } from '../../ldap/filter.ts'
import { textsOf } from '../../ldap/search-entry.ts'
import type { LdapSession } from '../../ldap/session.ts'
import type { PartitionScope } from '../connector.ts'

/** A selected domain with the present places of its selected containers. */
export type ResolvedPartition = {
  /** As in the selection. */
  readonly dn: string
  readonly key: string
  /** DNs below which everything in scope lies, none below another. */
  readonly bases: readonly string[]
  /** `dnKey` of a selected container → included or excluded. */
  readonly marks: ReadonlyMap<string, boolean>
  readonly includesRest: boolean
}

/** Decides for the DN of an object; false outside all selected domains. */
export type ScopeDecision = (dn: string) => boolean

type Place = { readonly dn: string; readonly deleted: boolean }

/**
 * Finds the selected containers by GUID, wherever they were renamed or moved to. Rejects with `ldap.container_missing`
 * when one is gone: reading on without it would look like the deletion of everything below it. An excluded container
 * that was deleted has nothing left to exclude.
 */
export async function resolveScope(
  session: LdapSession,
  scope: readonly PartitionScope[],
  signal: AbortSignal,
): Promise<readonly ResolvedPartition[]> {
  if (scope.length === 0) {
    throw new AppError('invalid', 'ldap.scope_empty', 'Choose at least one domain, or nothing will be read.')
  }
  const partitions: ResolvedPartition[] = []
  for (const { dn, include, exclude } of scope) {
    const key = dnKey(dn)
    const marks = new Map<string, boolean>()
    const included: string[] = []
    for (const guid of exclude) {
      const place = await findContainer(session, guid, signal)
      if (place === undefined) throw containerMissing(guid, dn)
      if (!place.deleted) marks.set(keyBelow(place.dn, guid, dn, key), false)
    }
    for (const guid of include) {
      const place = await findContainer(session, guid, signal)
      if (place === undefined || place.deleted) throw containerMissing(guid, dn)
      marks.set(keyBelow(place.dn, guid, dn, key), true)
      included.push(place.dn)
    }
    partitions.push({
      dn,
      key,
      marks,
      includesRest: included.length === 0,
      bases: included.length === 0 ? [dn] : topmost(included),
    })
  }
  return partitions
}

/** True when both hold the same containers at the same places. */
export function sameScope(a: readonly ResolvedPartition[], b: readonly ResolvedPartition[]): boolean {
  return a.every((one, index) => {
    const other = b[index]
    return other !== undefined && [...one.marks].every(([key, mark]) => other.marks.get(key) === mark)
  })
}

/** The deepest selected container above an object decides; parents are decided once and remembered. */
export function scopeDecision(partitions: readonly ResolvedPartition[]): ScopeDecision {
  const decided = new Map<string, boolean>()
  // The domain that lies deepest comes first: a child domain's DN ends with its parent's.
  const ordered = [...partitions].sort((a, b) => b.key.length - a.key.length)
  return (dn) => {
    const parent = parentDn(dn) ?? ''
    const known = decided.get(parent)
    if (known !== undefined) return known
    const verdict = decideContainer(dnKey(parent), ordered)
    decided.set(parent, verdict)
    return verdict
  }
}

function decideContainer(container: string, partitions: readonly ResolvedPartition[]): boolean {
  const partition = partitions.find(({ key }) => container === key || container.endsWith(`,${key}`))
  if (partition === undefined) return false
  for (let key = container; ; key = key.slice(key.indexOf(',') + 1)) {
    const mark = partition.marks.get(key)
    if (mark !== undefined) return mark
    if (key.length <= partition.key.length) return partition.includesRest
  }
}

async function findContainer(
  session: LdapSession,
  guid: string,
  signal: AbortSignal,
): Promise<Place | undefined> {
  const request = {
    base: `<GUID=${guid}>`,
    scope: 'base',
    filter: filter.present('objectClass'),
    attributes: ['isDeleted'],
    controls: [new ShowDeletedControl()],
  } as const
  try {
    const [entry] = await session.collect(request, signal)
    return entry && { dn: entry.dn, deleted: textsOf(entry, 'isDeleted')[0] === 'TRUE' }
  } catch (error) {
    if (error instanceof AppError && error.code === 'ldap.no_such_object') return undefined
    throw error
  }
}

function keyBelow(container: string, guid: string, partition: string, partitionKey: string): string {
  const key = dnKey(container)
  if (key !== partitionKey && !key.endsWith(`,${partitionKey}`)) throw containerMissing(guid, partition)
  return key
}

function topmost(containers: readonly string[]): readonly string[] {
  const keys = containers.map(dnKey)
  return containers.filter((_, index) => !keys.some((key) => keys[index]?.endsWith(`,${key}`)))
}

function containerMissing(guid: string, partition: string): AppError {
  return new AppError(
    'invalid',
    'ldap.container_missing',
    `A selected container of ${partition} (GUID ${guid}) was not found: it was deleted, moved to another domain, or the account may not see it. Nothing is deleted because of that. Correct the selection, or restore the container.`,
    { details: { guid, partition } },
  )
}
