import { pool } from '../../db/client.ts'
import { appliedMigration, SHIPPED_MIGRATION } from '../../db/version.ts'
import { HEARTBEAT_LIMIT_SECONDS, secondsSinceLastBeat } from './heartbeat.ts'

/** Whether requests can be served and jobs are being done; `reason` says what is missing, without secrets. */
export type Readiness = { readonly status: 'ready' } | { readonly status: 'unready'; readonly reason: string }

/** Asks the database for its schema version and its workers. Never throws. */
export async function readiness(): Promise<Readiness> {
  try {
    const applied = await appliedMigration(pool())
    if (applied < SHIPPED_MIGRATION) return unready('the database is not migrated to this version')
    if (applied > SHIPPED_MIGRATION) return unready('the database was migrated by a newer version')
    return workerReadiness(await secondsSinceLastBeat(pool()))
  } catch {
    return unready('the database does not answer')
  }
}

function workerReadiness(seconds: number | undefined): Readiness {
  if (seconds === undefined) return unready('no worker is running')
  if (seconds <= HEARTBEAT_LIMIT_SECONDS) return { status: 'ready' }
  return unready(`no worker was seen for ${Math.round(seconds)} s (limit ${HEARTBEAT_LIMIT_SECONDS} s)`)
}

function unready(reason: string): Readiness {
  return { status: 'unready', reason }
}
