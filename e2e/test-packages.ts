import { spawnSync } from 'node:child_process'
import { existsSync, globSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { systemBinaries } from '../db/embedded/binaries.ts'
import { findChromium } from './chromium.ts'

const INSTALL = fileURLToPath(new URL('./install-packages.sh', import.meta.url))

/** What tests use of the machine, the Debian package that brings it, and how to see that it is there. */
const NEEDED: readonly { readonly package: string; readonly present: () => boolean }[] = [
  { package: 'samba', present: () => existsSync('/usr/bin/samba-tool') },
  { package: 'samba-ad-dc', present: () => existsSync('/usr/sbin/samba') },
  { package: 'samba-ad-provision', present: () => existsSync('/usr/share/samba/setup/ad-schema') },
  { package: 'samba-dsdb-modules', present: () => globSync('/usr/lib/*/samba/ldb/samba_dsdb.so').length > 0 },
  { package: 'winbind', present: () => existsSync('/usr/sbin/winbindd') },
  { package: 'ldb-tools', present: () => existsSync('/usr/bin/ldbadd') },
  { package: 'ldap-utils', present: () => existsSync('/usr/bin/ldapsearch') },
  { package: 'krb5-user', present: () => existsSync('/usr/bin/kinit') },
  { package: 'smbclient', present: () => existsSync('/usr/bin/smbclient') },
  { package: 'openssl', present: () => existsSync('/usr/bin/openssl') },
  { package: 'zstd', present: () => existsSync('/usr/bin/zstd') },
  { package: 'chromium', present: () => findChromium() !== undefined },
  { package: 'fonts-noto-core', present: () => existsSync('/usr/share/fonts/truetype/noto') },
]

/** How commands are run as root: directly, through sudo without a password, or not at all. */
export function rootPrefix(): readonly string[] | undefined {
  if (process.getuid?.() === 0) return []
  return spawnSync('sudo', ['-n', 'true']).status === 0 ? ['sudo', '-n'] : undefined
}

/**
 * Installs what is missing when this user may, and returns the command to run by hand otherwise; undefined when all is
 * there.
 */
export async function installTestPackages(): Promise<string | undefined> {
  const missing = await missingPackages()
  if (missing.length === 0) return undefined
  const byHand = `sudo apt-get install --no-install-recommends ${missing.join(' ')}`
  const prefix = rootPrefix()
  if (prefix === undefined || !existsSync('/usr/bin/apt-get')) return byHand
  process.stdout.write(`Installing for the tests: ${missing.join(' ')}\n`)
  const [command = 'sh', ...args] = [...prefix, 'sh', INSTALL, ...missing]
  spawnSync(command, args, { stdio: 'inherit' })
  return (await missingPackages()).length === 0 ? undefined : byHand
}

async function missingPackages(): Promise<string[]> {
  const missing = NEEDED.filter(({ present }) => !present()).map((need) => need.package)
  return (await systemBinaries()) ? missing : [...missing, 'postgresql']
}
