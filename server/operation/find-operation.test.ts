import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { type Operation, query } from './define.ts'
import { createRouteFinder, listOperations } from './find-operation.ts'

function operationAt(name: string, path: `/${string}`): Operation {
  return query({
    name,
    summary: name,
    permission: 'public',
    route: { method: 'GET', path },
    input: z.object({}),
    output: z.object({}),
    run: async () => ({}),
  })
}

const operations = {
  users: { get: operationAt('users.get', '/users/{id}'), me: operationAt('users.me', '/users/me') },
  members: operationAt('members', '/groups/{id}/members'),
}
const find = createRouteFinder(operations)

describe('createRouteFinder', () => {
  it('gives the placeholders their values', () => {
    expect(find('GET', '/groups/42/members')).toMatchObject({
      operation: operations.members,
      parameters: { id: '42' },
    })
  })

  it('prefers a fixed part to a placeholder', () => {
    expect(find('GET', '/users/me').operation).toBe(operations.users.me)
    expect(find('GET', '/users/you').operation).toBe(operations.users.get)
  })

  it('tells a wrong method from a wrong path', () => {
    expect(find('POST', '/users/me')).toMatchObject({ operation: undefined, methods: ['GET'] })
    expect(find('GET', '/nothing')).toMatchObject({ operation: undefined, methods: [] })
    expect(find('GET', '/users/1/2').methods).toEqual([])
  })
})

describe('listOperations', () => {
  it('finds operations at every depth', () => {
    expect(listOperations(operations).map(({ name }) => name)).toEqual(['users.get', 'users.me', 'members'])
  })
})
