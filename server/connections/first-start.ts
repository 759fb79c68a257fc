import type pg from 'pg'
import { transaction } from '../../db/client.ts'
import { initialConfiguration } from '../configuration/schema.ts'
import { applyConfiguration, findActiveConfiguration, seedConfiguration } from '../configuration/versions.ts'
import { newId } from '../ids.ts'
import { startCycle } from '../sync/start-cycle.ts'

/** Name of the connector that shows the sample forest. */
const SAMPLE_NAME = 'Sample forest (corp.example)'

/**
 * What an installation needs before it can work: the first configuration with the cloud directory, and, when `sample`
 * is wanted and no directory was ever connected, the sample forest with its first cycle. Returns true when the sample
 * was connected now. Safe to repeat.
 */
export async function prepareInstallation(
  pool: pg.Pool,
  options: { readonly sample: boolean },
): Promise<boolean> {
  return transaction(async (tx) => {
    await seedCloudDirectory(tx)
    if (!options.sample || (await hadDirectory(tx))) return false
    await connectSample(tx)
    await startCycle(tx, { policy: 'full', by: 'system' })
    return true
  }, pool)
}

async function seedCloudDirectory(tx: pg.PoolClient): Promise<void> {
  if (await findActiveConfiguration(tx)) return
  const id = newId()
  await seedConfiguration(tx, initialConfiguration(id))
  await tx.query(
    `insert into connector (id, name, type, role, ordinal)
     values ($1, 'Cloud directory', 'cloud-directory', 'target', 0)`,
    [id],
  )
}

/** The sample does not come back once it, or any directory, was connected and removed. */
async function hadDirectory(tx: pg.PoolClient): Promise<boolean> {
  const { rowCount } = await tx.query(
    `select from configuration_version v cross join lateral jsonb_array_elements(v.document -> 'connectors') c
     where c ->> 'type' <> 'cloud-directory' limit 1`,
  )
  return rowCount !== 0
}

async function connectSample(tx: pg.PoolClient): Promise<void> {
  const id = newId()
  await tx.query(
    `insert into connector (id, name, type, role, ordinal, sample) values ($1, $2, 'ldif', 'source', 1, true)`,
    [id, SAMPLE_NAME],
  )
  await applyConfiguration(
    tx,
    { author: 'system', reason: 'The sample forest was connected' },
    (current) => ({
      ...current,
      connectors: [
        ...current.connectors,
        {
          id,
          name: SAMPLE_NAME,
          type: 'ldif',
          ordinal: 1,
          source: { builtIn: 'sample' },
          partitions: [SAMPLE_PARTITION],
        },
      ],
    }),
  )
}

const SAMPLE_PARTITION = { dn: 'DC=corp,DC=example', include: [], exclude: [] }
