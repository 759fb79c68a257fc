import type { Sql } from '../../../db/client.ts'
import type { CycleItem, RunItem } from '../operations/run-schemas.ts'

type RunRow = Omit<RunItem, 'startedAt' | 'finishedAt'> & { startedAt: Date | null; finishedAt: Date | null }

const RUN = `r.id, r.cycle_id as "cycleId", r.connector_id as "connectorId", r.connector_name as "connectorName",
  r.profile, r.state, r.started_at as "startedAt", r.finished_at as "finishedAt", c.started_by as "startedBy",
  r.statistics, r.progress, r.error`

/** Runs that `condition` selects, with its parameters; `r` is the run, `c` its cycle. */
export async function findRuns(
  sql: Sql,
  condition: string,
  parameters: readonly unknown[],
): Promise<RunItem[]> {
  const { rows } = await sql.query<RunRow>(
    `select ${RUN} from run r join cycle c on c.id = r.cycle_id ${condition}`,
    [...parameters],
  )
  return rows.map((row) => ({
    ...row,
    startedAt: row.startedAt?.toISOString() ?? null,
    finishedAt: row.finishedAt?.toISOString() ?? null,
  }))
}

type CycleRow = Omit<CycleItem, 'createdAt' | 'startedAt' | 'finishedAt' | 'runs'> & {
  createdAt: Date
  startedAt: Date | null
  finishedAt: Date | null
}

/** Cycles that `condition` selects (`c` is the cycle), each with its runs in order. */
export async function findCycles(
  sql: Sql,
  condition: string,
  parameters: readonly unknown[],
): Promise<CycleItem[]> {
  const { rows } = await sql.query<CycleRow>(
    `select c.id, c.policy, c.state, c.started_by as "startedBy", c.created_at as "createdAt",
       c.started_at as "startedAt", c.finished_at as "finishedAt"
     from cycle c ${condition}`,
    [...parameters],
  )
  const runs = await findRuns(sql, 'where r.cycle_id = any($1) order by r.ordinal', [
    rows.map((row) => row.id),
  ])
  return rows.map((row) => ({
    ...row,
    createdAt: row.createdAt.toISOString(),
    startedAt: row.startedAt?.toISOString() ?? null,
    finishedAt: row.finishedAt?.toISOString() ?? null,
    runs: runs.filter((run) => run.cycleId === row.id),
  }))
}
