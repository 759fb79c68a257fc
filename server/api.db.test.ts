import { beforeAll, describe, expect, it } from 'vitest'
import { createTestDatabase, type TestDatabase } from '../db/testing.ts'
import { operations } from './api.ts'
import type { Operation, Operations } from './operation/define.ts'
import { isOperation, listOperations } from './operation/find-operation.ts'
import { describeOperations } from './operation/openapi.ts'
import { ROLE_NAMES, ROLES, type RoleName } from './operation/roles.ts'
import { testContext } from './operation/testing.ts'

let database: TestDatabase

beforeAll(async () => {
  database = await createTestDatabase()
  return database.drop
})

const all = listOperations(operations)

/** Thrown where the input would be read: whoever gets here was let in, and nothing has happened yet. */
class LetIn extends Error {}

function call(operation: Operation, role: RoleName | undefined): Promise<unknown> {
  const context = testContext(role && [role])
  const input = () => {
    throw new LetIn()
  }
  return operation.execute({ input, context, sql: database.pool })
}

function allows(role: RoleName, { permission }: Operation): boolean {
  return permission === 'public' || ROLES[role].has(permission)
}

describe.each(all.map((operation) => [operation.name, operation] as const))('%s', (_, operation) => {
  if (operation.permission === 'public') {
    it('answers strangers', async () => {
      await expect(call(operation, undefined)).rejects.toBeInstanceOf(LetIn)
    })
  } else {
    it('refuses strangers with 401 before it looks at the input', async () => {
      await expect(call(operation, undefined)).rejects.toMatchObject({ status: 401, code: 'unauthenticated' })
    })
  }

  it.each(ROLE_NAMES)('lets in or refuses with 403 before it looks at the input: %s', async (role) => {
    const refused = expect.objectContaining({ status: 403, code: 'forbidden' })
    await expect(call(operation, role)).rejects.toEqual(allows(role, operation) ? expect.any(LetIn) : refused)
  })
})

describe('the operations', () => {
  it('stand where their names say', () => {
    expect(namesByPlace(operations)).toEqual(all.map(({ name }) => name))
  })

  it('each have a method and path of their own', () => {
    const routes = all.map(({ route }) => `${route.method} ${route.path.replaceAll(/\{\w+\}/g, '{}')}`)
    expect(routes.filter((route, index) => routes.indexOf(route) !== index)).toEqual([])
  })

  it('change nothing by GET, and nothing under a permission to read', () => {
    for (const { kind, route, permission, name } of all) {
      expect.soft(route.method === 'GET', name).toBe(kind === 'query')
      if (kind === 'command') expect.soft(permission, name).not.toMatch(/\.read$/)
    }
  })

  it('a Global Reader can change nothing', () => {
    const changes = all.filter(({ kind, route }) => kind === 'command' || route.successStatus === 201)
    const needed = changes.filter(({ permission }) => permission !== 'public')
    expect(needed.filter((operation) => allows('Global Reader', operation)).map(({ name }) => name)).toEqual(
      [],
    )
  })

  it('are all described in OpenAPI, with their errors', async () => {
    const { paths = {} } = await describeOperations(operations, '1.0.0')
    const described = Object.values(paths).flatMap((item) =>
      [item?.get, item?.post, item?.put, item?.patch, item?.delete].flatMap((each) => (each ? [each] : [])),
    )
    expect(described.map(({ operationId }) => operationId).sort()).toEqual(all.map(({ name }) => name).sort())
    for (const { responses } of described) expect(responses).toHaveProperty('default')
  })
})

function namesByPlace(part: Operations, prefix = ''): string[] {
  return Object.entries(part).flatMap(([name, value]) =>
    isOperation(value) ? [prefix + name] : namesByPlace(value, `${prefix}${name}.`),
  )
}
