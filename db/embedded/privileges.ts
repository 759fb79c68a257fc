import { execFile } from 'node:child_process'
import { lstat, mkdir } from 'node:fs/promises'
import { promisify } from 'node:util'

const run = promisify(execFile)

/** `nobody`: initdb looks its user up, and every Linux has this one. */
const NOBODY = 65534

/** How commands of PostgreSQL, which refuses to run as root, are run: a prefix, and who must own the data. */
export type Privileges = { readonly prefix: readonly string[]; readonly owner: number }

const WAYS_AS_ROOT: readonly Privileges[] = [
  // A user namespace in which root's files look like nobody's: nothing to chown, works below private home folders.
  { prefix: ['unshare', '--user', `--map-user=${NOBODY}`, `--map-group=${NOBODY}`, '--'], owner: 0 },
  // Where containers forbid user namespaces: really nobody, with the right to pass folders closed to it.
  {
    prefix: [
      'setpriv',
      `--reuid=${NOBODY}`,
      `--regid=${NOBODY}`,
      '--clear-groups',
      '--inh-caps=+dac_override',
      '--ambient-caps=+dac_override',
      '--',
    ],
    owner: NOBODY,
  },
]

/** The first way of running PostgreSQL that works here. Throws when root has none. */
export async function choosePrivileges(): Promise<Privileges> {
  const uid = process.getuid?.() ?? 0
  if (uid !== 0) return { prefix: [], owner: uid }
  for (const way of WAYS_AS_ROOT) {
    if (await works(way.prefix)) return way
  }
  throw new Error(
    'PostgreSQL refuses to run as root, and neither unshare nor setpriv works here: ' +
      'start Lockstep as an ordinary user, or set DATABASE_URL to a PostgreSQL of version 15 or newer.',
  )
}

/** Makes `directory` (0700) if missing and gives it, with all it contains, to the user PostgreSQL runs as. */
export async function ownDirectory(directory: string, { owner }: Privileges): Promise<void> {
  await mkdir(directory, { recursive: true, mode: 0o700 })
  const { uid } = await lstat(directory)
  if (uid === owner) return
  if (process.getuid?.() !== 0) {
    throw new Error(
      `The database directory ${directory} belongs to another user (id ${uid}): ` +
        'start Lockstep as that user, or set LOCKSTEP_DATA_DIR to a directory of your own.',
    )
  }
  await run('chown', ['--recursive', '--no-dereference', `${owner}:${owner}`, directory])
}

async function works(prefix: readonly string[]): Promise<boolean> {
  const [command = '', ...args] = prefix
  return run(command, [...args, 'true']).then(
    () => true,
    () => false,
  )
}
