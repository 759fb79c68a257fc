import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createKeyFile } from './key-file.ts'

/** Gives this test process a sealing key of its own. Call it before anything reads the configuration. */
export async function createTestKey(): Promise<string> {
  const path = join(mkdtempSync(join(tmpdir(), 'lockstep-key-')), 'sealing.key')
  await createKeyFile(path)
  process.env.LOCKSTEP_KEY_FILE = path
  return path
}
