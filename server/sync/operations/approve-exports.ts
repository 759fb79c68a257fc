import { z } from 'zod'
import { getActiveConfiguration } from '../../configuration/versions.ts'
import { AppError } from '../../errors.ts'
import { publish } from '../../events/publish.ts'
import { newId } from '../../ids.ts'
import { command } from '../../operation/define.ts'
import { loadPendingSet } from '../pending-set.ts'
import { getTarget } from '../queries/find-target.ts'

export const approveExports = command({
  name: 'sync.exports.approve',
  summary: 'Approves exactly the deletes and disables that setHash names, once',
  permission: 'sync.export.approve',
  route: { method: 'POST', path: '/sync/exports/approve' },
  input: z.strictObject({
    setHash: z.string().regex(/^[0-9a-f]{64}$/),
    reason: z.string().trim().max(1000).optional(),
  }),
  output: z.object({ setHash: z.string(), deletes: z.number(), disables: z.number() }),
  run: async ({ input, context, tx }) => {
    const target = await getTarget(tx)
    const { document } = await getActiveConfiguration(tx)
    const pending = await loadPendingSet(tx, target.id, document.guard)
    if (pending.setHash !== input.setHash) {
      throw new AppError(
        'conflict',
        'sync.export_set_changed',
        'The pending deletes are not the ones you looked at any more. Review them again and approve the new set.',
        {
          field: 'setHash',
          details: { setHash: pending.setHash, deletes: pending.deletes, disables: pending.disables },
        },
      )
    }
    const result = { setHash: pending.setHash, deletes: pending.deletes, disables: pending.disables }
    if (pending.approved) return { result, change: null }
    await tx.query(
      `insert into export_approval (id, connector_id, set_hash, deletes, disables, approved_by)
       values ($1, $2, $3, $4, $5, $6)`,
      [
        newId(),
        target.id,
        pending.setHash,
        pending.deletes,
        pending.disables,
        context.actor?.name ?? 'system',
      ],
    )
    await publish(tx, ['sync.exports', 'sync.overview'], 'sync.export.read')
    return {
      result,
      change: {
        action: 'export.approved',
        target: { type: 'connector', id: target.id, name: target.name },
        after: result,
        ...(input.reason ? { reason: input.reason } : {}),
      },
    }
  },
})
