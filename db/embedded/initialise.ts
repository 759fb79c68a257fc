import { execFile } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { access, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import type { Binaries } from './binaries.ts'
import { ownDirectory, type Privileges } from './privileges.ts'

const run = promisify(execFile)

/** Nothing from outside: PG* variables would redirect the server, LANG and LC_* would change its texts. */
export const SERVER_ENVIRONMENT: NodeJS.ProcessEnv = {
  PATH: process.env.PATH,
  LC_ALL: 'C',
  TZ: 'UTC',
  // Next.js declares this one as part of every environment.
  NODE_ENV: process.env.NODE_ENV,
}

/** The superuser that initdb makes; Lockstep is the only user of its embedded database. */
export const SUPERUSER = 'lockstep'

/**
 * Makes a cluster in `directory` unless there is one, and returns its password, which lies beside the data in
 * `<directory>.password` (0600).
 */
export async function initialiseCluster(
  directory: string,
  binaries: Binaries,
  privileges: Privileges,
): Promise<string> {
  const passwordFile = `${directory}.password`
  if (await exists(join(directory, 'PG_VERSION'))) {
    await ownDirectory(directory, privileges)
    return readPassword(passwordFile)
  }
  // An interrupted initdb leaves a directory that looks like a cluster, so `directory` gets its name only when complete.
  const making = `${directory}.making`
  await rm(making, { recursive: true, force: true })
  await ownDirectory(making, privileges)
  await writeFile(passwordFile, randomBytes(24).toString('base64url'), { mode: 0o600 })
  await runInitdb(making, passwordFile, binaries, privileges)
  await rename(making, directory).catch((error: NodeJS.ErrnoException) => {
    throw new Error(
      `${directory} exists but holds no database (${error.code}): move it away, or restore it from a backup.`,
    )
  })
  return readPassword(passwordFile)
}

async function runInitdb(
  directory: string,
  passwordFile: string,
  binaries: Binaries,
  privileges: Privileges,
): Promise<void> {
  const [command = '', ...args] = [
    ...privileges.prefix,
    binaries.initdb,
    `--pgdata=${directory}`,
    `--username=${SUPERUSER}`,
    `--pwfile=${passwordFile}`,
    '--auth=scram-sha-256',
    '--encoding=UTF8',
    ...localeOptions(binaries.major),
    '--no-instructions',
  ]
  await run(command, args, { env: SERVER_ENVIRONMENT, cwd: '/' }).catch(
    (error: Error & { stderr?: string }) => {
      throw new Error(
        `The database could not be made in ${directory}: ${error.stderr?.trim() || error.message}`,
      )
    },
  )
}

// Sorting by code point whatever the machine's locales are; before 17 only the C library offers that with UTF-8.
function localeOptions(major: number): string[] {
  if (major < 17) return ['--locale=C.UTF-8']
  return ['--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--locale=C']
}

async function readPassword(file: string): Promise<string> {
  return readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    throw new Error(
      `The password of the embedded database cannot be read from ${file} (${error.code}): restore that file, ` +
        'or start Lockstep as the user that owns it.',
    )
  })
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  )
}
