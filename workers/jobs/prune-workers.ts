import { pruneWorkers } from '../../server/system/heartbeat.ts'

export async function pruneWorkersJob(): Promise<void> {
  await pruneWorkers()
}
