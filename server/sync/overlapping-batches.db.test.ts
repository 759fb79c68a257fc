import { beforeEach, describe, expect, it } from 'vitest'
import { pool } from '../../db/client.ts'
import { MemoryDirectory } from '../connectors/memory/directory.ts'
import { addUser } from '../connectors/memory/people.ts'
import { cloudObjects } from './fixtures/cloud-state.ts'
import { createInstallation, type TestInstallation } from './fixtures/installation.ts'

let installation: TestInstallation
let forest: MemoryDirectory

beforeEach(async () => {
  installation = await createInstallation()
  forest = new MemoryDirectory('DC=mem,DC=example')
  forest.pageSize = 1000
  await installation.connect(forest, 'Memory')
  return installation.drop
})

/** More than two batches of users; their anchors in the order in which they are synchronised. */
function addMany(count = 1100): string[] {
  return Array.from({ length: count }, (_, index) => addUser(forest, `u${index}`)).sort()
}

async function errors() {
  const { rows } = await pool().query<{ anchor: string; code: string }>(
    `select anchor, sync_error ->> 'code' as code from cs_object where sync_error is not null order by anchor`,
  )
  return rows
}

describe('batches that are planned while the one before is saved', () => {
  it('see what they have in common with it as objects of one batch see each other', async () => {
    const anchors = addMany()
    const claim = (index: number, value: string) => {
      const anchor = anchors[index] ?? ''
      forest.change(anchor, { 'mS-DS-ConsistencyGuid': { b: Buffer.alloc(16, value).toString('base64') } })
      return anchor
    }
    claim(10, 'a')
    const sameBatch = claim(20, 'a')
    claim(30, 'b')
    const nextBatch = claim(700, 'b')
    await installation.cycle()
    const found = await errors()
    expect(found.map(({ anchor }) => anchor)).toEqual([sameBatch, nextBatch])
    expect(found[1]?.code).toBe(found[0]?.code)
    expect((await cloudObjects()).size).toBe(anchors.length - 2)
  })

  it('are planned anew when the one before was refused by the database', async () => {
    const anchors = addMany()
    const [poisoned = ''] = anchors
    await pool().query(
      `create function refuse() returns trigger language plpgsql as $$ begin
         if new.attributes ->> 'displayName' = 'refused' then raise check_violation using message = 'refused'; end if;
         return new; end $$`,
    )
    await pool().query(
      'create trigger refuse before insert on mv_object for each row execute function refuse()',
    )
    forest.change(poisoned, { displayName: 'refused' })
    await installation.cycle()
    expect(await errors()).toEqual([{ anchor: poisoned, code: 'sync.refused_by_database' }])
    expect((await cloudObjects()).size).toBe(anchors.length - 1)
  })
})
