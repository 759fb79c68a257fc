import { createHash } from 'node:crypto'
import type pg from 'pg'
import type { Sql } from '../../db/client.ts'
import { AppError } from '../errors.ts'
import { canonicalJson } from './canonical.ts'
import { type Configuration, configurationSchema } from './schema.ts'

export type ConfigurationVersion = {
  readonly number: number
  readonly hash: string
  readonly document: Configuration
}

/** The version in force, or undefined before the first start has made one. */
export async function findActiveConfiguration(sql: Sql): Promise<ConfigurationVersion | undefined> {
  const { rows } = await sql.query<{ number: number; hash: string; document: unknown }>(
    'select number, hash, document from configuration_version order by number desc limit 1',
  )
  const row = rows[0]
  return row && { number: row.number, hash: row.hash, document: configurationSchema.parse(row.document) }
}

/** As `findActiveConfiguration`; throws `configuration.missing` (unavailable) when there is none. */
export async function getActiveConfiguration(sql: Sql): Promise<ConfigurationVersion> {
  const active = await findActiveConfiguration(sql)
  if (active) return active
  throw new AppError(
    'unavailable',
    'configuration.missing',
    'Lockstep is still starting: no configuration yet. Try again in a moment.',
  )
}

/** One version of the past. Throws `configuration.missing` when it does not exist. */
export async function getConfiguration(sql: Sql, number: number): Promise<ConfigurationVersion> {
  const { rows } = await sql.query<{ hash: string; document: unknown }>(
    'select hash, document from configuration_version where number = $1',
    [number],
  )
  const row = rows[0]
  if (!row)
    throw new AppError('notFound', 'configuration.missing', `There is no configuration version ${number}.`)
  return { number, hash: row.hash, document: configurationSchema.parse(row.document) }
}

/**
 * Makes the outcome of `edit` the next version, in the caller's transaction; editors wait for each other. An edit
 * that changes nothing makes no version. Returns the version now in force.
 */
export async function applyConfiguration(
  tx: pg.PoolClient,
  by: { readonly author: string; readonly reason: string },
  edit: (current: Configuration) => Configuration,
): Promise<ConfigurationVersion> {
  await tx.query('lock table configuration_version in share row exclusive mode')
  const current = await getActiveConfiguration(tx)
  return appendConfiguration(tx, by, current, edit(current.document))
}

/** Writes version 1, unless there is one already. */
export async function seedConfiguration(
  tx: pg.PoolClient,
  document: Configuration,
): Promise<ConfigurationVersion> {
  await tx.query('lock table configuration_version in share row exclusive mode')
  const current = await findActiveConfiguration(tx)
  return current ?? appendConfiguration(tx, { author: 'system', reason: 'First start' }, undefined, document)
}

async function appendConfiguration(
  tx: pg.PoolClient,
  by: { readonly author: string; readonly reason: string },
  current: ConfigurationVersion | undefined,
  edited: Configuration,
): Promise<ConfigurationVersion> {
  const document = configurationSchema.parse(edited)
  const text = canonicalJson(document)
  const hash = createHash('sha256').update(text).digest('hex')
  if (current?.hash === hash) return current
  const number = (current?.number ?? 0) + 1
  await tx.query(
    'insert into configuration_version (number, document, hash, author, reason) values ($1, $2, $3, $4, $5)',
    [number, text, hash, by.author, by.reason],
  )
  return { number, hash, document }
}
