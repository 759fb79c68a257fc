import { AppError } from '../../errors.ts'
import { DaclOnlyControl, ShowDeletedControl } from '../../ldap/controls.ts'
import { filter } from '../../ldap/filter.ts'
import type { ErrorSubject } from '../../ldap/ldap-error.ts'
import type { RootDse } from '../../ldap/root-dse.ts'
import { buffersOf, textsOf } from '../../ldap/search-entry.ts'
import {
  grantsRight,
  REPLICATING_DIRECTORY_CHANGES,
  REPLICATING_DIRECTORY_CHANGES_ALL,
} from '../../ldap/security-descriptor.ts'
import type { LdapSession } from '../../ldap/session.ts'
import type { TestStep } from '../connector.ts'

type Outcome = Omit<TestStep, 'name' | 'elapsedMs' | 'ok'>

const ADMINISTRATORS = 'S-1-5-32-544'
const DOMAIN_ADMINS = /^S-1-5-21-\d+-\d+-\d+-512$/
const ENTERPRISE_ADMINS = /^S-1-5-21-\d+-\d+-\d+-519$/

/** Well-known GUID of the container of deleted objects [MS-ADTS 6.1.1.4]. */
const DELETED_OBJECTS = '18e2ea80684f11d2b9aa00c04f79f805'

/** Reads the domain object, which every account may. Rejects with `ldap.insufficient_rights`. */
export async function checkRead(
  session: LdapSession,
  rootDse: RootDse,
  signal: AbortSignal,
): Promise<Readonly<Record<string, string>>> {
  const base = rootDse.defaultNamingContext
  const request = {
    base,
    scope: 'base',
    filter: filter.present('objectClass'),
    attributes: ['objectGUID'],
  } as const
  const [entry] = await session.collect(request, signal)
  if (buffersOf(entry, 'objectGUID').length === 0) {
    throw new AppError(
      'invalid',
      'ldap.insufficient_rights',
      `The account ${session.subject.account ?? ''} may not read ${base}. Grant it read access to the domain.`,
    )
  }
  return { domain: base, controller: rootDse.dnsHostName }
}

/** Refuses accounts that could change the directory as a whole, nested memberships included. */
export function checkAccount(rootDse: RootDse, subject: ErrorSubject): Outcome {
  if (rootDse.tokenGroups.length === 0) {
    return {
      warning: true,
      code: 'ldap.account_rights_unknown',
      message:
        'The domain controller does not tell which groups the account is in. Make sure that it is no administrator.',
    }
  }
  const groups = rootDse.tokenGroups.flatMap((sid) => {
    if (sid === ADMINISTRATORS) return ['Administrators']
    if (DOMAIN_ADMINS.test(sid)) return ['Domain Admins']
    return ENTERPRISE_ADMINS.test(sid) ? ['Enterprise Admins'] : []
  })
  if (groups.length > 0) {
    throw new AppError(
      'invalid',
      'ldap.account_too_powerful',
      `${subject.account ?? 'The account'} is a member of ${groups.join(', ')}. Use an account of its own for synchronisation, without administrator groups: reading needs no more than an ordinary user.`,
      { details: { facts: { groups: groups.join(', ') } } },
    )
  }
  return { details: { groups: rootDse.tokenGroups.length } }
}

/** What later features need: replication rights and sight of deleted objects. Missing ones are a warning. */
export async function checkReplication(
  session: LdapSession,
  rootDse: RootDse,
  subject: ErrorSubject,
  signal: AbortSignal,
): Promise<Outcome> {
  const domain = rootDse.defaultNamingContext
  const request = {
    base: domain,
    scope: 'base',
    filter: filter.present('objectClass'),
    attributes: ['nTSecurityDescriptor'],
    controls: [new DaclOnlyControl()],
  } as const
  const [entry] = await session.collect(request, signal)
  const [descriptor] = buffersOf(entry, 'nTSecurityDescriptor')
  const sids = new Set(rootDse.tokenGroups)
  const has = (right: string) => descriptor !== undefined && grantsRight(descriptor, sids, right)
  const replicateChanges = has(REPLICATING_DIRECTORY_CHANGES)
  const replicateChangesAll = has(REPLICATING_DIRECTORY_CHANGES_ALL)
  const seesDeleted = await readsDeletedObjects(session, domain, signal)
  const details = { replicateChanges, replicateChangesAll, deletedObjects: seesDeleted }
  const missing = [
    ...(replicateChanges ? [] : ['"Replicating Directory Changes" (to read only changes)']),
    ...(replicateChangesAll ? [] : ['"Replicating Directory Changes All" (for password hashes)']),
    ...(seesDeleted
      ? []
      : ['read access to CN=Deleted Objects (to tell deleted objects from invisible ones)']),
  ]
  if (missing.length === 0) return { details }
  return {
    warning: true,
    code: 'ldap.replication_rights_missing',
    message: `${subject.account ?? 'The account'} can read ${domain}, but lacks ${missing.join(', ')}. Grant them on the domain when you need these features.`,
    details,
  }
}

async function readsDeletedObjects(
  session: LdapSession,
  domain: string,
  signal: AbortSignal,
): Promise<boolean> {
  const request = {
    base: `<WKGUID=${DELETED_OBJECTS},${domain}>`,
    scope: 'base',
    filter: filter.present('objectClass'),
    attributes: ['isDeleted'],
    controls: [new ShowDeletedControl()],
  } as const
  try {
    const [entry] = await session.collect(request, signal)
    return textsOf(entry, 'isDeleted')[0] === 'TRUE'
  } catch (error) {
    if (
      error instanceof AppError &&
      (error.code === 'ldap.no_such_object' || error.code === 'ldap.insufficient_rights')
    ) {
      return false
    }
    throw error
  }
}
