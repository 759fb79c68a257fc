/** The engine's language: synchronization rules. Pure data; `compile.ts` turns it into something that runs. */

export const SCOPE_OPERATORS = [
  'EQUAL',
  'NOTEQUAL',
  'LESSTHAN',
  'LESSTHAN_OR_EQUAL',
  'GREATERTHAN',
  'GREATERTHAN_OR_EQUAL',
  'CONTAINS',
  'NOTCONTAINS',
  'STARTSWITH',
  'NOTSTARTSWITH',
  'ENDSWITH',
  'NOTENDSWITH',
  'ISNULL',
  'ISNOTNULL',
  'ISIN',
  'ISNOTIN',
  'ISBITSET',
  'ISNOTBITSET',
  'ISMEMBEROF',
  'ISNOTMEMBEROF',
] as const
export type ScopeOperator = (typeof SCOPE_OPERATORS)[number]

export type ScopeClause = {
  readonly attribute: string
  readonly operator: ScopeOperator
  readonly value: string | readonly string[]
}
export type JoinClause = {
  readonly sourceAttribute: string
  readonly targetAttribute: string
  readonly caseSensitive: boolean
}

export type FlowType = 'Direct' | 'Constant' | 'Expression'
export type MergeType = 'Update' | 'Merge' | 'MergeCaseInsensitive'

export type Flow = {
  readonly target: string
  readonly flowType: FlowType
  /** Attribute name, literal text or expression, by `flowType`. */
  readonly source: string
  readonly applyOnce: boolean
  readonly mergeType: MergeType
}

/** One synchronization rule of one connector (connect-sync.md section 6). */
export type Rule = {
  /** Stable id: shipped rules `<slug>@<connectorId>`, custom rules a UUID. */
  readonly id: string
  readonly name: string
  readonly direction: 'Inbound' | 'Outbound'
  readonly connectorId: string
  /** Object type in the connector space. */
  readonly connectedObjectType: string
  /** Metaverse object type; `*` is any. */
  readonly metaverseObjectType: string
  readonly linkType: 'Join' | 'StickyJoin' | 'Provision'
  /** Unique; the lower number wins. */
  readonly precedence: number
  readonly scopeGroups: readonly (readonly ScopeClause[])[]
  readonly joinGroups: readonly (readonly JoinClause[])[]
  readonly flows: readonly Flow[]
  readonly enablePasswordSync: boolean
  readonly disabled: boolean
  readonly origin: 'default' | 'custom'
}
