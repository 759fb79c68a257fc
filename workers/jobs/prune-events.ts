import { pruneEvents } from '../../server/events/prune-events.ts'

export async function pruneEventsJob(): Promise<void> {
  await pruneEvents()
}
