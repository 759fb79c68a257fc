import type { AttributeMap } from '../../attributes/value.ts'
import { type StoredObject, writtenView } from '../../directory/index.ts'
import type { ImportedObject } from '../connector.ts'

const ANCHOR_PREFIX = { user: 'User', group: 'Group', contact: 'Contact' } as const

/**
 * DN of an object in the cloud directory's connector space: `CN={hex}`, the UTF-8 bytes of the source anchor's base64
 * text in lower-case hexadecimal; the id's where there is no anchor.
 */
export function cloudDn(anchor: string): string {
  return `CN={${Buffer.from(anchor, 'utf8').toString('hex')}}`
}

/**
 * A directory object as the engine reads it: the values as they were written (connect-sync reference 13.3), and what
 * only the service knows: `cloudAnchor` (`User_<id>`), `cloudMastered`, the accepted `sourceAnchor`.
 */
export function importedObject(object: StoredObject): Omit<ImportedObject, 'references'> {
  const attributes: AttributeMap = {
    ...writtenView(object),
    cloudAnchor: `${ANCHOR_PREFIX[object.objectType]}_${object.id}`,
    cloudMastered: object.masteredBy === 'cloud',
    ...(object.sourceAnchor === null ? {} : { sourceAnchor: object.sourceAnchor }),
  }
  return {
    anchor: object.id,
    objectType: object.objectType,
    dn: cloudDn(object.sourceAnchor ?? object.id),
    partition: '',
    attributes,
  }
}
