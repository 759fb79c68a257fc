import type { StoredValue } from '../attributes/value.ts'
import type { EvaluationScope, SourceRange } from '../expression/index.ts'
import type { AttributeShape, MetaverseSchema } from './metaverse-schema.ts'
import type { Flow, Rule, ScopeClause } from './model.ts'

/** What rules read: one connector space object (inbound) or one metaverse object (outbound). */
export type RuleReader = EvaluationScope & {
  /** Number of references an attribute holds; 0 when it holds none or is no reference attribute. */
  readonly referenceCount: (name: string) => number
  /** Folded DNs of the groups the object is a direct member of. */
  readonly memberOf: () => ReadonlySet<string>
}

/** Result of one flow for one object, converted to the target's syntax. */
export type FlowOutcome =
  | { readonly outcome: 'value'; readonly value: StoredValue | readonly StoredValue[] }
  /** The references that this attribute of the source object holds. */
  | { readonly outcome: 'reference'; readonly attribute: string }
  | { readonly outcome: 'null' | 'authoritativeNull' | 'ignoreThisFlow' }
  | { readonly outcome: 'error'; readonly code: string; readonly message: string }

export type CompiledFlow = Pick<Flow, 'target' | 'applyOnce' | 'mergeType'> & {
  readonly flow: Flow
  /** Position of the target in `CompiledConfiguration.attributes` (inbound) or `OutboundSet.targets` (outbound). */
  readonly slot: number
  /** Rule and target: with the object's anchor the seed of random functions. */
  readonly seed: string
  /** Source of a Direct flow between reference attributes. */
  readonly reference: string | undefined
  readonly run: (reader: RuleReader) => FlowOutcome
}

export type CompiledScope = {
  readonly holds: (reader: RuleReader) => boolean
  /** Per group the first clause that does not hold; empty when in scope. */
  readonly failed: (reader: RuleReader) => readonly ScopeClause[]
}

export type CompiledRule = {
  readonly rule: Rule
  readonly scope: CompiledScope
  /** The scope without its upper limit of `memberCount`: what only size keeps out is frozen, not deleted. */
  readonly scopeOfAnySize: CompiledScope | undefined
  /** Attributes of the source side of the join clauses, each once. */
  readonly joinSources: readonly string[]
  readonly flows: readonly CompiledFlow[]
}

/** What compilation must know of a connector. */
export type ConnectorFacts = {
  readonly id: string
  readonly name: string
  readonly type: string
  /** Order in which connectors were added. */
  readonly ordinal: number
  readonly role: 'source' | 'target'
  /** How a new object of this target is named: `CN={` + hex of the UTF-8 bytes of its sourceAnchor + `}`. */
  readonly provisioningDn?: 'source-anchor'
  /** Domains with the values of the `Domain.*` and `Forest.*` parameters, as far as known. */
  readonly partitions?: readonly {
    readonly dn: string
    readonly parameters: Readonly<Record<string, string>>
  }[]
}

export type CompiledConnector = ConnectorFacts & {
  /** Value of `%name%` for an object with this DN. */
  readonly parameter: (name: string, dn: string) => string | undefined
}

/** Outbound rules of one connector. */
export type OutboundSet = {
  readonly connector: CompiledConnector
  /** Metaverse object type → rules by precedence, rules for any type (`*`) included. */
  readonly rules: ReadonlyMap<string, readonly CompiledRule[]>
  /** Names of the target attributes; a compiled flow's slot is a position in it. */
  readonly targets: readonly string[]
  /** Attributes of this connector that join clauses compare with the source anchor. */
  readonly anchorJoins: readonly string[]
}

/** Rules made ready to run. Immutable; one per configuration version and process. */
export type CompiledConfiguration = {
  readonly connectors: ReadonlyMap<string, CompiledConnector>
  /** Every rule by id, disabled ones included. */
  readonly rules: ReadonlyMap<string, Rule>
  /** Connector id → object type → inbound rules by precedence. */
  readonly inbound: ReadonlyMap<string, ReadonlyMap<string, readonly CompiledRule[]>>
  readonly outbound: readonly OutboundSet[]
  readonly schema: MetaverseSchema
  /** Metaverse attributes that inbound rules can set, sorted. */
  readonly attributes: readonly string[]
  /** Metaverse attributes by which objects are looked up: join targets, and sourceAnchor. Sorted. */
  readonly joinAttributes: readonly string[]
  /** Object types whose scope asks for group membership: their objects need `memberOf`. */
  readonly needsMembership: readonly { readonly connectorId: string; readonly objectType: string }[]
}

/** Why a rule does not compile. */
export type RuleError = {
  readonly ruleId: string
  readonly ruleName: string
  readonly attribute?: string
  readonly code: string
  readonly message: string
  /** Part of the expression's text. */
  readonly range?: SourceRange
}

export type RuleCompilation =
  | { readonly ok: true; readonly configuration: CompiledConfiguration }
  | { readonly ok: false; readonly errors: readonly RuleError[] }

/** Shape of a flow's target; undefined where it is not known (targets outside the metaverse schema). */
export type TargetShape = AttributeShape | undefined
