import type { AttributeChanges, AttributeMap } from '../attributes/value.ts'

export const OBJECT_TYPES = ['user', 'group', 'contact'] as const
export type ObjectType = (typeof OBJECT_TYPES)[number]

export function isObjectType(text: string): text is ObjectType {
  return OBJECT_TYPES.some((type) => type === text)
}

/** An object as it is stored, soft-deleted ones included. */
export type StoredObject = {
  /** UUID, lower-case hyphenated. */
  readonly id: string
  readonly objectType: ObjectType
  /** Base64 text of the anchor's bytes; null when it never had one. */
  readonly sourceAnchor: string | null
  readonly synced: boolean
  readonly masteredBy: 'cloud' | 'on-premises'
  readonly privileged: boolean
  /** Effective values; never contains the source anchor or references. */
  readonly attributes: AttributeMap
  /** What the writer sent where the effective value differs from it; null: it sent no value. */
  readonly written: AttributeChanges
  readonly createdAt: Date
  readonly updatedAt: Date
  readonly deletedAt: Date | null
  readonly sourceCreatedAt: Date | null
}

/**
 * One change by a synchronisation. `add` looks for an object to take over or restore before it creates one
 * (connect-sync reference 13.1); `update` and `delete` name the object. The anchor travels as the attribute
 * `sourceAnchor`.
 */
export type ObjectChange = {
  /** The caller's own id; results carry it. Unique within a batch. */
  readonly key: string
  readonly operation: 'add' | 'update' | 'delete'
  readonly objectType: ObjectType
  /** Directory id; undefined for `add`. */
  readonly id: string | undefined
  readonly attributes: AttributeChanges
  /** When the object came into being at its source; among new objects that claim one value the oldest gets it. */
  readonly createdAt: Date | undefined
}

/** Why one change was refused; nothing of it was written. */
export type DirectoryProblem = {
  /** Catalogue code, e.g. `AttributeValueMustBeUnique`. */
  readonly code: string
  readonly message: string
  readonly attribute?: string
  readonly value?: string
  readonly otherObject?: { readonly id: string; readonly objectType: string; readonly name: string }
  /** Whether the same change may succeed later by itself. */
  readonly retry: boolean
}

/** Something done differently from what was asked, e.g. a sign-in name at the initial domain. */
export type DirectoryWarning = {
  readonly code: string
  readonly message: string
  readonly attribute: string
  readonly value?: string
}

export type ObjectOutcome = 'created' | 'matched' | 'restored' | 'updated' | 'deleted' | 'unchanged'

export type ChangeResult =
  | {
      readonly key: string
      readonly ok: true
      readonly id: string
      readonly outcome: ObjectOutcome
      readonly warnings: readonly DirectoryWarning[]
    }
  | { readonly key: string; readonly ok: false; readonly problem: DirectoryProblem }

/** Service features that decide on matching (connect-sync reference 13.4). */
export type DirectoryFeatures = {
  readonly softMatchOnUpn: boolean
  readonly blockSoftMatch: boolean
  readonly blockCloudObjectTakeoverThroughHardMatch: boolean
}

export const DEFAULT_FEATURES: DirectoryFeatures = {
  softMatchOnUpn: true,
  blockSoftMatch: false,
  blockCloudObjectTakeoverThroughHardMatch: false,
}

/** The domains a sign-in name may end in. */
export type Domains = {
  /** Lower case. */
  readonly initial: string
  /** Lower case; undefined while no domains exist: then every suffix counts as verified. */
  readonly verified: ReadonlySet<string> | undefined
}

/** How people call an object, for messages. */
export function nameOf(object: Pick<StoredObject, 'id' | 'attributes'>): string {
  for (const name of ['displayName', 'userPrincipalName', 'mail', 'mailNickname', 'cn']) {
    const value = object.attributes[name]
    if (typeof value === 'string' && value !== '') return value
  }
  return object.id
}
