import type pg from 'pg'
import type { ConnectorSettings } from '../configuration/schema.ts'
import { writeDirectoryChanges } from '../connectors/cloud-directory/write-changes.ts'
import type { ExportChange, ExportResult } from '../connectors/connector.ts'
import { AppError } from '../errors.ts'

/** The right to write to a target. */
export type ExportWriter = {
  /**
   * Writes a batch in the caller's transaction, so that what was written and what is noted about it commit together.
   * Throws `sync.staging` (conflict) when staging was switched on meanwhile.
   */
  readonly write: (
    tx: pg.PoolClient,
    changes: readonly ExportChange[],
    now: Date,
  ) => Promise<readonly ExportResult[]>
}

/**
 * The only way to a writable connector. Staging is checked here, in the transaction of every batch, and the switch
 * stays locked until the batch commits: nothing is written after somebody was told that staging is on.
 */
export function openForExport(settings: ConnectorSettings): ExportWriter {
  if (settings.type !== 'cloud-directory') {
    throw new AppError(
      'invalid',
      'sync.not_writable',
      `${settings.name} is a source: Lockstep does not write to it.`,
    )
  }
  return {
    write: async (tx, changes, now) => {
      await refuseStaging(tx)
      return writeDirectoryChanges(tx, changes, now)
    },
  }
}

async function refuseStaging(tx: pg.PoolClient): Promise<void> {
  const { rows } = await tx.query<{ on: boolean }>(
    `select "on" from operation_switch where name = 'staging' for share`,
  )
  if (rows[0]?.on)
    throw new AppError('conflict', 'sync.staging', 'Staging is on: nothing is written to any target.')
}
