import type { Sql } from '../../../db/client.ts'
import { AppError } from '../../errors.ts'

/** The connector that exports go to. */
export async function getTarget(sql: Sql): Promise<{ id: string; name: string }> {
  const { rows } = await sql.query<{ id: string; name: string }>(
    `select id, name from connector where role = 'target' order by ordinal limit 1`,
  )
  const target = rows[0]
  if (target) return target
  throw new AppError(
    'unavailable',
    'configuration.missing',
    'Lockstep is still starting: the cloud directory is not set up yet. Try again in a moment.',
  )
}
