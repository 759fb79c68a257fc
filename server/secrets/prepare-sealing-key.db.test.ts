import { mkdtemp, readFile, rename, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { createTestDatabase, type TestDatabase } from '../../db/testing.ts'
import { createKeyFile } from './key-file.ts'
import { prepareSealingKey } from './prepare-sealing-key.ts'

let database: TestDatabase
let keyFile: string

beforeAll(async () => {
  database = await createTestDatabase()
  return database.drop
})

beforeEach(async () => {
  await database.pool.query('delete from sealing_key')
  keyFile = join(await mkdtemp(join(tmpdir(), 'lockstep-key-')), 'deep', 'sealing.key')
})

describe('prepareSealingKey', () => {
  it('makes a key that only its owner can read, and keeps it', async () => {
    await prepareSealingKey(database.pool, keyFile)
    const made = await readFile(keyFile, 'utf8')
    expect((await stat(keyFile)).mode & 0o777).toBe(0o600)
    await prepareSealingKey(database.pool, keyFile)
    expect(await readFile(keyFile, 'utf8')).toBe(made)
  })

  it('takes over a key file that is there before the database', async () => {
    const key = await createKeyFile(keyFile)
    await prepareSealingKey(database.pool, keyFile)
    expect((await readFile(keyFile, 'utf8')).trim()).toBe(key.toString('base64'))
  })

  it('asks to restore the key file when it is gone, and makes no new one', async () => {
    await prepareSealingKey(database.pool, keyFile)
    await rename(keyFile, `${keyFile}.away`)
    await expect(prepareSealingKey(database.pool, keyFile)).rejects.toMatchObject({
      code: 'secret.key_missing',
      message: expect.stringContaining('Restore the key file'),
    })
    await expect(stat(keyFile)).rejects.toThrow('ENOENT')
  })

  it('asks to restore the key file when it is another one', async () => {
    await prepareSealingKey(database.pool, keyFile)
    await createKeyFile(`${keyFile}.other`)
    await expect(prepareSealingKey(database.pool, `${keyFile}.other`)).rejects.toMatchObject({
      code: 'secret.key_mismatch',
      message: expect.stringContaining('Restore the key file'),
    })
  })
})
