import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { SUPERUSER } from './initialise.ts'

/**
 * Connection string of the embedded PostgreSQL that runs on `dataDirectory` now, started by another process of this
 * installation; undefined when none runs. Whoever can read the directory may connect.
 */
export async function findRunningPostgres(
  dataDirectory: string,
  database = 'lockstep',
): Promise<string | undefined> {
  const names = await readdir(dataDirectory).catch(() => [])
  for (const name of names.filter((each) => /^postgres-\d+$/.test(each))) {
    // Line 4 is the port [PostgreSQL source, miscadmin.h].
    const lines = (await readFile(join(dataDirectory, name, 'postmaster.pid'), 'utf8').catch(() => '')).split(
      '\n',
    )
    const port = Number(lines[3])
    if (!(port > 0)) continue
    const password = (await readFile(join(dataDirectory, `${name}.password`), 'utf8')).trim()
    return `postgresql://${SUPERUSER}:${password}@127.0.0.1:${port}/${database}`
  }
  return undefined
}
