import type { AttributeChanges, AttributeMap } from '../attributes/value.ts'

/** One step of a connection test, in order; a failed step names cause and fix and ends the test. */
export type TestStep = {
  readonly name: 'resolve' | 'connect' | 'tls' | 'bind' | 'read' | 'replication' | 'account' | 'parse'
  readonly ok: boolean
  /** A step may pass with a warning (e.g. the account holds more rights than needed). */
  readonly warning?: boolean
  /** Stable dotted code when not ok or a warning, e.g. `ldap.tls_untrusted`. */
  readonly code?: string
  /** What happened and what to do, for people. */
  readonly message?: string
  readonly elapsedMs: number
  /** Facts to show, e.g. the certificate's subject, issuer, SHA-256 fingerprint and expiry. */
  readonly details?: Readonly<Record<string, string | number | boolean>>
}

export type AttributeSyntax = 'string' | 'number' | 'boolean' | 'binary' | 'reference'

/** Attribute name (schema's spelling) → its syntax. */
export type ConnectorSchema = {
  readonly objectTypes: readonly string[]
  readonly attributes: Readonly<Record<string, { readonly syntax: AttributeSyntax; readonly multi: boolean }>>
}

/** A node of the tree of domains and organisational units. */
export type ContainerNode = {
  readonly dn: string
  /** objectGUID as lower-case hyphenated text; the stable id under which a selection is stored. */
  readonly guid: string
  readonly name: string
  readonly kind: 'domain' | 'ou' | 'container'
  readonly hasChildren: boolean
  /** Why it is special, e.g. 'system', or why it cannot be read. */
  readonly note?: string
}

/** A selected domain (naming context) with its containers. `include` and `exclude` hold container GUIDs; the
 * deepest entry above an object decides; an empty `include` means the whole domain. */
export type PartitionScope = {
  readonly dn: string
  readonly include: readonly string[]
  readonly exclude: readonly string[]
}

/** A reference as the source gave it: the DN always, the target's anchor when the source tells it. */
export type ImportedReference = { readonly attribute: string; readonly dn: string; readonly anchor?: string }

/** One object as read from a connected directory, in scope, decoded. */
export type ImportedObject = {
  /** Immutable id in the connected directory; AD: objectGUID as lower-case hyphenated text. */
  readonly anchor: string
  /** The structural class the rules speak of: user, inetOrgPerson, group, contact, foreignSecurityPrincipal … */
  readonly objectType: string
  readonly dn: string
  /** DN of the naming context it was read from; '' where the connector has no partitions. */
  readonly partition: string
  readonly attributes: AttributeMap
  readonly references: readonly ImportedReference[]
}

/** One entry that could not be imported: the run goes on and lists it. */
export type ImportProblem = {
  readonly dn: string
  readonly anchor?: string
  readonly attribute?: string
  readonly code: string
  readonly message: string
}

export type ReadPage = {
  readonly objects: readonly ImportedObject[]
  readonly problems: readonly ImportProblem[]
  /** True only on the last page of a read that finished and was verified; only then does absence mean deletion. */
  readonly complete: boolean
  /** Entries the source says there are in all, when it says so. */
  readonly expected?: number
}

/**
 * One page of what changed in a target since a cursor. Objects come in their current state without references;
 * references come one by one, so that a changed member of a large group is one row. Nothing is lost when a page is
 * read twice.
 */
export type ChangesPage = {
  readonly objects: readonly Omit<ImportedObject, 'references'>[]
  readonly references: readonly {
    /** Anchor of the object that refers. */
    readonly source: string
    readonly attribute: string
    /** Anchor of the object referred to. */
    readonly target: string
    /** False: the reference was removed. */
    readonly present: boolean
  }[]
  /** Anchors of objects that are gone, soft-deleted ones included. */
  readonly deleted: readonly string[]
  /** Opaque; where to go on. Store it in the transaction that merges the page. */
  readonly cursor: string
  /** True on the last page. */
  readonly complete: boolean
}

/** What a source knows of an object that a full read did not return. Only `deleted` and `out-of-scope` delete. */
export type Whereabouts = 'in-scope' | 'out-of-scope' | 'deleted' | 'unknown'

/** One change to write. Multi-valued attributes travel as their full desired value. */
export type ExportChange = {
  /** Connector space id; results are matched by it. */
  readonly id: string
  readonly operation: 'add' | 'update' | 'delete'
  readonly objectType: string
  /** Anchor in the target; undefined for an add. */
  readonly anchor: string | undefined
  readonly dn: string
  readonly attributes: AttributeChanges
  /** Targets are anchors in the target directory. Always empty for adds: references go in a second pass. */
  readonly references: readonly {
    readonly attribute: string
    readonly add: readonly string[]
    readonly remove: readonly string[]
  }[]
  /** When the object came into being at its source; decides among new objects that claim one value. ISO 8601. */
  readonly createdAt: string | undefined
}

/** Why one object was not written. `retry` says whether the same change may succeed later by itself. */
export type ExportError = {
  /** Catalogue code, e.g. `AttributeValueMustBeUnique`. */
  readonly code: string
  readonly message: string
  readonly attribute?: string
  readonly value?: string
  /** The other object involved, as the target knows it. */
  readonly otherObject?: { readonly id: string; readonly objectType: string; readonly name: string }
  readonly retry: boolean
}

/** Written, but not exactly as asked, e.g. a sign-in name that fell back to the initial domain. */
export type ExportWarning = {
  readonly code: string
  readonly message: string
  readonly attribute: string
  readonly value?: string
}

export type ExportResult =
  | {
      readonly id: string
      readonly ok: true
      readonly anchor: string
      readonly warnings?: readonly ExportWarning[]
    }
  | { readonly id: string; readonly ok: false; readonly error: ExportError }

/**
 * The port to one connected directory. An instance belongs to one run or probe and is closed afterwards. All
 * methods reject with `AppError` (`unavailable` or `invalid`, code `ldap.*`, `ldif.*` …) when the whole call cannot
 * proceed; problems of single objects are values. Aborting `signal` ends a call promptly.
 */
export interface Connector {
  /** Staged connection test; stops after the first failed step. */
  test(signal: AbortSignal): Promise<readonly TestStep[]>
  readSchema(signal: AbortSignal): Promise<ConnectorSchema>
  /** The domains (no parent) or the direct child containers of one node. */
  listContainers(parentGuid: string | undefined, signal: AbortSignal): Promise<readonly ContainerNode[]>
  /** Everything in scope, as a stream of pages in bounded memory. The last page, and only it, has `complete`. */
  readAll(scope: readonly PartitionScope[], signal: AbortSignal): AsyncGenerator<ReadPage>
  /**
   * Everything that changed since `cursor`, undefined for everything there is. Absent where the directory does not
   * report changes. Rejects with `connector.cursor_expired` when a full read is needed instead.
   */
  readChanges?(cursor: string | undefined, signal: AbortSignal): AsyncGenerator<ChangesPage>
  /** Looks up objects that a full read did not return, deleted ones included. */
  locate(
    anchors: readonly string[],
    scope: readonly PartitionScope[],
    signal: AbortSignal,
  ): Promise<ReadonlyMap<string, Whereabouts>>
  /**
   * Partition DN → the name parameters that expressions may use for objects read from it: Domain.FQDN,
   * Domain.Netbios, Domain.LDAP, Forest.FQDN, Forest.Netbios, Forest.LDAP. Absent where there are no domains.
   */
  parameters?(signal: AbortSignal): Promise<Readonly<Record<string, Readonly<Record<string, string>>>>>
  /** Writes a batch; one result per change. Idempotent: repeating a batch ends in the same state. Absent on sources. */
  write?(changes: readonly ExportChange[], signal: AbortSignal): Promise<readonly ExportResult[]>
  close(): Promise<void>
}
