import { pool, transaction } from '../../db/client.ts'
import { pruneUploads } from '../../server/connections/prune-uploads.ts'
import { purgeExpired } from '../../server/directory/index.ts'
import type { JobPayload } from '../../server/jobs.ts'
import { pruneHistory } from '../../server/sync/prune-history.ts'
import type { JobContext } from './index.ts'

/** Everything whose time of keeping is over: run history, change log, unused uploads, the directory's recycle bin. */
export async function pruneHistoryJob(
  _: JobPayload<'sync.prune-history'>,
  { signal }: JobContext,
): Promise<void> {
  const now = new Date()
  await pruneHistory(pool(), now)
  await pruneUploads(pool(), now)
  let purged: number
  do purged = await transaction((tx) => purgeExpired(tx, now))
  while (purged > 0 && !signal.aborted)
}
