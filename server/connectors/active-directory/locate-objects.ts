import { AppError } from '../../errors.ts'
import { ShowDeletedControl } from '../../ldap/controls.ts'
import { filter } from '../../ldap/filter.ts'
import { textsOf } from '../../ldap/search-entry.ts'
import type { LdapSession } from '../../ldap/session.ts'
import type { PartitionScope, Whereabouts } from '../connector.ts'
import { OBJECT_TYPES } from './read-schema.ts'
import { resolveScope, type ScopeDecision, scopeDecision } from './scope.ts'

/** Searches in flight at once on the connection. */
const IN_FLIGHT = 16

/** Asks for each object by GUID, deleted ones included, where it is. */
export async function locateObjects(
  session: LdapSession,
  anchors: readonly string[],
  scope: readonly PartitionScope[],
  signal: AbortSignal,
): Promise<ReadonlyMap<string, Whereabouts>> {
  const inScope = scopeDecision(await resolveScope(session, scope, signal))
  const found = new Map<string, Whereabouts>()
  const waiting = anchors.values()
  const work = async () => {
    for (const anchor of waiting) found.set(anchor, await locateObject(session, anchor, inScope, signal))
  }
  await Promise.all(Array.from({ length: IN_FLIGHT }, work))
  return found
}

async function locateObject(
  session: LdapSession,
  anchor: string,
  inScope: ScopeDecision,
  signal: AbortSignal,
): Promise<Whereabouts> {
  const request = {
    base: `<GUID=${anchor}>`,
    scope: 'base',
    filter: filter.present('objectClass'),
    attributes: ['objectClass', 'isDeleted'],
    controls: [new ShowDeletedControl()],
  } as const
  try {
    const [entry] = await session.collect(request, signal)
    if (entry === undefined) return 'unknown'
    if (textsOf(entry, 'isDeleted')[0] === 'TRUE') return 'deleted'
    const classes = textsOf(entry, 'objectClass')
    const read = !classes.includes('computer') && OBJECT_TYPES.some((type) => classes.includes(type))
    return read && inScope(entry.dn) ? 'in-scope' : 'out-of-scope'
  } catch (error) {
    if (error instanceof AppError && error.code === 'ldap.no_such_object') return 'unknown'
    throw error
  }
}
