import type { CsObject, MvObject } from './model.ts'

/** How messages call a connector space object: its DN. */
export function nameOfCs(object: CsObject): string {
  return object.dn
}

/** How messages call a metaverse object: display name, else another name, else its id. */
export function nameOfMv(mv: MvObject): string {
  for (const attribute of ['displayName', 'cn', 'userPrincipalName', 'mail', 'accountName']) {
    const value = mv.attributes[attribute]
    if (typeof value === 'string') return value
  }
  return mv.id
}
