import type { RoleName } from './operation/roles.ts'

/** Who acts. `system` is Lockstep itself (scheduler, first run). */
export type Actor = {
  readonly kind: 'account' | 'token' | 'system'
  readonly id: string
  readonly name: string
}

/** Where a role holds. Only `organisation` can be assigned until units and scoped roles come. */
export type AssignmentScope =
  | { readonly type: 'organisation' }
  | { readonly type: 'unit' | 'connector' | 'configuration'; readonly id: string }

export type Assignment = { readonly role: RoleName; readonly scope: AssignmentScope }

/** Everything an operation knows about its caller. One per request; `now` is the request's only clock. */
export type RequestContext = {
  readonly actor: Actor | undefined
  readonly assignments: readonly Assignment[]
  readonly sessionId: string | undefined
  readonly now: Date
  readonly correlationId: string
  readonly ip: string | undefined
}
