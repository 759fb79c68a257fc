import type pg from 'pg'
import { getActiveConfiguration } from '../configuration/versions.ts'
import { deleteUnusedUploads } from '../uploads/delete-unused-uploads.ts'

/** An upload that no connector took within a day is not needed any more. */
const UNUSED_HOURS = 24

/** Deletes uploads that no configured connector reads. */
export async function pruneUploads(pool: pg.Pool, now: Date): Promise<void> {
  const { document } = await getActiveConfiguration(pool)
  const keep = document.connectors.flatMap((connector) =>
    connector.type === 'ldif' && 'uploadId' in connector.source ? connector.source.uploadId : [],
  )
  await deleteUnusedUploads({ before: new Date(now.getTime() - UNUSED_HOURS * 60 * 60 * 1000), keep }, pool)
}
