import { randomUUID } from 'node:crypto'
import type { RequestContext } from '../context.ts'
import type { RoleName } from './roles.ts'

/** A caller who holds `roles` for the organisation; nobody when `roles` is missing. */
export function testContext(
  roles?: readonly RoleName[],
  now = new Date('2026-01-15T12:00:00Z'),
): RequestContext {
  return {
    actor: roles && { kind: 'account', id: randomUUID(), name: 'Test Caller' },
    assignments: (roles ?? []).map((role) => ({ role, scope: { type: 'organisation' } })),
    sessionId: undefined,
    now,
    correlationId: randomUUID(),
    ip: '192.0.2.7',
  }
}
