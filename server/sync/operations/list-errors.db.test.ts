import { beforeEach, describe, expect, it } from 'vitest'
import { pool } from '../../../db/client.ts'
import { MemoryDirectory } from '../../connectors/memory/directory.ts'
import { addUser } from '../../connectors/memory/people.ts'
import { testContext } from '../../operation/testing.ts'
import { createInstallation, type TestInstallation } from '../fixtures/installation.ts'
import { listErrors } from './list-errors.ts'

let installation: TestInstallation

beforeEach(async () => {
  installation = await createInstallation()
  return installation.drop
})

async function errors(input: unknown = {}) {
  return listErrors.execute({ input: () => input, context: testContext(['Global Reader']), sql: pool() })
}

describe('errors.list', () => {
  it('lists a duplicate value with both objects, and a replaced sign-in name as a warning', async () => {
    const forest = new MemoryDirectory('DC=mem,DC=example')
    await installation.connect(forest, 'Memory')
    addUser(forest, 'anna', { attributes: { proxyAddresses: ['smtp:shared@mem.example'] } })
    addUser(forest, 'bert', { attributes: { proxyAddresses: ['smtp:shared@mem.example'] } })
    addUser(forest, 'carl', { attributes: { userPrincipalName: 'carl' } })
    await installation.cycle()
    const page = await errors()
    expect(page.counts).toEqual({ 'duplicate-attribute': 1, 'data-validation': 1 })
    expect(page.items).toHaveLength(2)
    expect(page.items.find((item) => item.stage === 'export')).toMatchObject({
      code: 'AttributeValueMustBeUnique',
      attribute: 'proxyAddresses',
      otherObject: { name: expect.stringMatching(/anna|bert/) },
    })
    expect(page.items.find((item) => item.stage === 'warning')).toMatchObject({
      name: 'carl Person',
      code: 'UserPrincipalNameFallback',
      value: 'carl',
      message: expect.stringContaining('signs in as'),
    })
    expect((await errors({ category: 'data-validation' })).items).toHaveLength(1)
  })
})
