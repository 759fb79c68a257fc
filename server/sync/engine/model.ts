import type { AttributeChanges, AttributeMap } from '../../attributes/value.ts'
import type { ScopeClause } from '../../rules/model.ts'

/** A connector space object as the planner sees it. */
export type CsObject = {
  readonly id: string
  readonly connectorId: string
  readonly objectType: string
  readonly dn: string
  readonly anchor: string | undefined
  /** Confirmed values (what the last import brought). `ImportedValue` reads these. */
  readonly attributes: AttributeMap
  /** Values staged for export and not confirmed yet; they overlay `attributes` for everything but ImportedValue. */
  readonly staged: AttributeChanges | undefined
  /** Number of references per reference attribute; `ValueCount` reads it. */
  readonly referenceCounts: Readonly<Record<string, number>>
  /** Section 2.2. A `delete` asks the planner to disconnect. */
  readonly pendingImport: 'add' | 'update' | 'delete' | 'delete-add' | undefined
  readonly link: CsLink | undefined
  /** A target object that was provisioned and whose add is not exported yet, or that is staged for delete. */
  readonly exportOperation: 'add' | 'update' | 'delete' | undefined
  /** DNs of the groups it is a direct member of. Needed only for the object types in `needsMembership`. */
  readonly memberOf?: readonly string[]
}

export type CsLink = {
  readonly mvId: string
  readonly kind: 'joined' | 'projected' | 'provisioned'
  /** The rule that established the link. */
  readonly ruleId: string
}

/** attribute → the rule that gave the value and the connector space object it came from. */
export type Lineage = Readonly<Record<string, { readonly rule: string; readonly source: string }>>

export type MvObject = {
  readonly id: string
  readonly objectType: string
  readonly attributes: AttributeMap
  /** Reference attribute → connector space object and its attribute whose edges are the value, and the rule. */
  readonly references: Readonly<
    Record<string, { readonly rule: string; readonly source: string; readonly attribute: string }>
  >
  readonly lineage: Lineage
}

/** What must be loaded before an object can be planned; equal keys in one batch are planned in successive waves. */
export type LookupKeys = {
  /** Metaverse objects that a join clause may find: folded value of a metaverse attribute. */
  readonly join: readonly { readonly attribute: string; readonly key: string }[]
  /** DNs under which the object may have to be provisioned in a target: free objects there are joined by DN. */
  readonly targetDns: readonly string[]
  /** Free target objects that an outbound join clause may find: what `Lookups.targetByJoin` answers. */
  readonly targetJoin: readonly {
    readonly connectorId: string
    readonly attribute: string
    readonly key: string
  }[]
}

/** A metaverse object that a join may find. */
export type JoinCandidate = {
  readonly mv: MvObject
  /** Connectors that already have an object linked to it (section 5, 3c). */
  readonly linkedConnectorIds: readonly string[]
  /** Every connector space object linked to it, targets included: they are planned with it after a join. */
  readonly linked: readonly CsObject[]
}

export type Lookups = {
  /** `joinKey(attribute, key)` → candidates. */
  readonly candidates: ReadonlyMap<string, readonly JoinCandidate[]>
  /** Free (unlinked) target objects by `connectorId` + space + folded DN, for the reverse join of section 5, 7c. */
  readonly targetByDn: ReadonlyMap<string, CsObject>
  /** `connectorId` + space + `joinKey(attribute, key)` → free target objects. Without it outbound joins find none. */
  readonly targetByJoin?: ReadonlyMap<string, readonly CsObject[]>
}

export type PlanInput = {
  /** The object whose change started this. */
  readonly object: CsObject
  /** Its metaverse object and every other object linked to that (sources and targets), when it is linked. */
  readonly mv: MvObject | undefined
  readonly linked: readonly CsObject[]
  readonly lookups: Lookups
  readonly now: Date
  /** Ids for objects this plan may create, made by the caller so that the planner stays pure. */
  readonly newId: () => string
}

export type PlanError = {
  /** Stable code: `sync.join_ambiguous`, `sync.expression_failed`, `sync.anchor_in_use`, `sync.flow_multi_to_single` … */
  readonly code: string
  readonly message: string
  readonly stage: 'scope' | 'join' | 'projection' | 'import-flow' | 'provisioning' | 'export-flow'
  readonly rule?: string
  readonly attribute?: string
  /** Another object involved, when there is one. */
  readonly otherObject?: { readonly kind: 'cs' | 'mv'; readonly id: string; readonly name: string }
}

/** What happens to the link of the triggering object. */
export type LinkOutcome =
  | { readonly kind: 'unchanged' }
  | { readonly kind: 'joined' | 'projected'; readonly mvId: string; readonly ruleId: string }
  | { readonly kind: 'disconnected' }

export type MvOutcome =
  | { readonly kind: 'none' }
  | { readonly kind: 'unchanged'; readonly mv: MvObject }
  | { readonly kind: 'created' | 'updated'; readonly mv: MvObject; readonly before: MvObject | undefined }
  | { readonly kind: 'deleted'; readonly before: MvObject }

/** What is staged for one target object. */
export type TargetOutcome = {
  readonly connectorId: string
  readonly csId: string
  readonly kind: 'provisioned' | 'joined' | 'updated' | 'unchanged' | 'deprovisioned' | 'disconnected'
  readonly objectType: string
  readonly dn: string
  readonly ruleId: string
  /** The full set of managed attribute values wanted in the target (null = to be removed, only where there is
   * something to remove); what differs from the confirmed values is the pending export. Empty for deprovisioned and
   * disconnected. */
  readonly desired: AttributeChanges
  /** Attributes whose desired value differs from what was staged or confirmed before. */
  readonly changed: readonly string[]
  /** Target reference attribute → metaverse reference attribute that feeds it; also when that has no value now. */
  readonly references: Readonly<Record<string, string>>
  /** Target attribute → rule that gave the value. */
  readonly lineage: Readonly<Record<string, string>>
}

/** One rule that was considered for one object: kept only when the caller asks to explain. */
export type RuleTrace = {
  readonly ruleId: string
  readonly ruleName: string
  readonly direction: 'inbound' | 'outbound'
  /** The connector space object (inbound) or metaverse object (outbound) whose attributes were tested. */
  readonly objectId: string
  readonly inScope: boolean
  /** Per scope group its first clause that does not hold; empty when in scope. */
  readonly failed: readonly ScopeClause[]
}

/** Who else could have set an attribute: kept only when the caller asks to explain. */
export type Decision = {
  readonly direction: 'inbound' | 'outbound'
  /** Target connector of an outbound decision. */
  readonly connectorId: string | undefined
  readonly attribute: string
  /** One sentence: how many rules could set it, which one did, and why. */
  readonly reason: string
  readonly contributions: readonly {
    readonly ruleId: string
    readonly ruleName: string
    readonly precedence: number
    readonly source: string
    readonly flowType: string
    readonly expression: string
    readonly outcome: 'value' | 'null' | 'authoritativeNull' | 'ignoreThisFlow' | 'error'
    readonly won: boolean
    readonly value?: unknown
  }[]
}

export type ObjectPlan =
  | {
      readonly ok: true
      readonly link: LinkOutcome
      readonly mv: MvOutcome
      readonly targets: readonly TargetOutcome[]
      /** Source objects other than the trigger whose link must go (e.g. because the metaverse object is deleted);
       * they are free again and are to be planned again. */
      readonly unlinked: readonly string[]
      /** True when the trigger only left its metaverse object and is to be planned once more, without link and with
       * `pendingImport: 'add'` (a delete-add, or the rule that had linked it lost its scope). */
      readonly planAgain: boolean
      /** Rules in and out of scope, and contributions per attribute; only when explain was asked for. */
      readonly trace: readonly RuleTrace[]
      readonly decisions: readonly Decision[]
    }
  | {
      readonly ok: false
      readonly errors: readonly PlanError[]
      /** Safety override (connect-sync-decisions 12): exports that must go out although the object is in error.
       * `desired` is what was staged before plus `accountEnabled: false`. */
      readonly targets: readonly TargetOutcome[]
    }
