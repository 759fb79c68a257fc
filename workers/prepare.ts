import { closePool, pool } from '../db/client.ts'
import { migrateDatabase } from '../db/migrate.ts'
import { ensureFirstAdmin } from '../server/access/first-admin.ts'
import { issueInstallCode } from '../server/access/install-code.ts'
import { config } from '../server/config.ts'
import { prepareInstallation } from '../server/connections/first-start.ts'
import { AppError } from '../server/errors.ts'
import { installQueues, stopEnqueuing } from '../server/jobs.ts'
import { prepareSealingKey } from '../server/secrets/prepare-sealing-key.ts'
import { endWithFailure } from './process-failure.ts'

/** What the supervisor learns: the one-time code for the first administrator, while there is none. */
export type Prepared = { readonly installCode?: string }

/**
 * Everything that must hold before worker and web start, in a process of its own that ends: loading the migrator costs
 * memory for good, and the first administrator's password is gone with the process.
 */
async function prepare(): Promise<Prepared> {
  const { databaseUrl, keyFile, admin, sample } = config()
  if (!databaseUrl) {
    throw new AppError(
      'unavailable',
      'prepare.no_database',
      'DATABASE_URL is not set: start with "npm start".',
    )
  }
  await migrateDatabase(databaseUrl)
  await installQueues(databaseUrl)
  await prepareSealingKey(pool(), keyFile)
  await prepareInstallation(pool(), { sample })
  if (admin) await ensureFirstAdmin(pool(), admin)
  const installCode = await issueInstallCode(pool())
  return installCode ? { installCode } : {}
}

const prepared = await prepare().catch(endWithFailure)
await stopEnqueuing()
await closePool()
if (process.send) process.send(prepared, () => process.disconnect())
else if (prepared.installCode)
  process.stdout.write(`Code for the first administrator: ${prepared.installCode}\n`)
