import { spawn } from 'node:child_process'
import { rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { pool } from '../../db/client.ts'
import { rulesOf } from '../../server/configuration/rules-of.ts'
import { getActiveConfiguration } from '../../server/configuration/versions.ts'
import { openConnector } from '../../server/connections/open-connector.ts'
import { planDecoding } from '../../server/connectors/active-directory/decode-entry.ts'
import { OBJECTS } from '../../server/connectors/active-directory/read-all.ts'
import { attributesRead } from '../../server/rules/attributes-read.ts'
import type { Forest } from '../fixtures/samba/forest.ts'
import { run } from '../fixtures/samba/run.ts'
import type { Installation } from './installation.ts'

/** What `ldapsearch` is asked for: exactly the entries and attributes that the connector reads. */
export type Baseline = { readonly filter: string; readonly attributes: readonly string[] }

export async function planBaseline({ connectorId }: Installation): Promise<Baseline> {
  const { document } = await getActiveConfiguration(pool())
  const settings = document.connectors.find(({ id }) => id === connectorId)
  if (!settings) throw new Error('The bench has lost its connector')
  const connector = await openConnector(pool(), document, settings)
  try {
    const schema = await connector.readSchema(AbortSignal.timeout(60_000))
    const plan = planDecoding(schema, attributesRead(rulesOf(document), connectorId))
    return { filter: OBJECTS.toString(), attributes: [...plan.keys()] }
  } finally {
    await connector.close()
  }
}

/** Seconds that `ldapsearch` takes over LDAPS in pages of 1000, its output discarded. */
export async function timeBaseline(forest: Forest, baseline: Baseline): Promise<number> {
  const started = performance.now()
  await ldapsearch(forest, baseline, 'ignore')
  return (performance.now() - started) / 1000
}

/** How many entries the baseline reads. */
export async function countBaseline(forest: Forest, { filter }: Baseline): Promise<number> {
  const output = await ldapsearch(forest, { filter, attributes: ['1.1'] }, 'pipe')
  return output.match(/^dn:/gm)?.length ?? 0
}

async function ldapsearch(forest: Forest, baseline: Baseline, output: 'ignore' | 'pipe'): Promise<string> {
  const passwordFile = join(forest.directory, 'bench.password')
  await writeFile(passwordFile, forest.account.password, { mode: 0o600 })
  try {
    return await collect(
      [
        ...['-LLL', '-o', 'ldif-wrap=no', '-H', forest.ldapsUrl, '-x', '-D', forest.account.upn],
        ...['-y', passwordFile, '-b', forest.baseDn, '-E', 'pr=1000/noprompt'],
        ...[baseline.filter, ...baseline.attributes],
      ],
      { ...process.env, LDAPTLS_CACERT: forest.caCertificateFile },
      output,
    )
  } finally {
    await rm(passwordFile)
  }
}

function collect(
  args: readonly string[],
  env: NodeJS.ProcessEnv,
  output: 'ignore' | 'pipe',
): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn('ldapsearch', args, { env, stdio: ['ignore', output, 'pipe'] })
    const out: Buffer[] = []
    const err: Buffer[] = []
    child.stdout?.on('data', (chunk: Buffer) => out.push(chunk))
    child.stderr?.on('data', (chunk: Buffer) => err.push(chunk))
    child.once('error', reject)
    child.once('close', (code) => {
      if (code === 0) resolve(Buffer.concat(out).toString())
      else reject(new Error(`ldapsearch ended with ${code}: ${Buffer.concat(err).toString().slice(-2000)}`))
    })
  })
}

/** Says how to get `ldapsearch` when it is missing, else undefined. */
export async function missingLdapsearch(): Promise<string | undefined> {
  try {
    await run('ldapsearch', ['-VV'])
    return undefined
  } catch {
    return 'ldapsearch is not installed. Run: sudo apt-get install -y ldap-utils'
  }
}
