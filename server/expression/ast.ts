import type { SourceRange } from './failure.ts'
import type { Scalar } from './values.ts'

/** Level 1 of connect-sync 7.2: equal priority, left to right. */
export type Operator = '+' | '-' | '*' | '/' | '&' | '=' | '<>' | '<' | '<=' | '>' | '>='
/** Level 2: looser, equal priority, left to right, stops early. */
export type LogicOperator = '&&' | '||'

export type LiteralNode = {
  readonly kind: 'literal'
  readonly value: Scalar | null
  readonly range: SourceRange
}
export type CallNode = {
  readonly kind: 'call'
  readonly name: string
  readonly nameRange: SourceRange
  readonly arguments: readonly Node[]
  readonly range: SourceRange
}
/** Chains are flat, so that a long one costs no depth. */
export type OperationsNode = {
  readonly kind: 'operations'
  readonly first: Node
  readonly rest: readonly { readonly operator: Operator; readonly operand: Node }[]
  readonly range: SourceRange
}
export type LogicNode = {
  readonly kind: 'logic'
  readonly first: Node
  readonly rest: readonly { readonly operator: LogicOperator; readonly operand: Node }[]
  readonly range: SourceRange
}

export type Node =
  | LiteralNode
  | CallNode
  | OperationsNode
  | LogicNode
  | {
      readonly kind: 'attribute' | 'parameter' | 'variable'
      readonly name: string
      readonly range: SourceRange
    }
  | { readonly kind: 'negate'; readonly operand: Node; readonly range: SourceRange }
