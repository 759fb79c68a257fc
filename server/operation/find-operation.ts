import type { Operation, Operations } from './define.ts'

/** Every operation in `operations`, in declaration order. */
export function listOperations(operations: Operations): Operation[] {
  return Object.values(operations).flatMap((part) => (isOperation(part) ? [part] : listOperations(part)))
}

export function isOperation(part: Operation | Operations): part is Operation {
  return typeof part.execute === 'function'
}

/** What a path below `/api/v1` leads to. `methods` are those it answers; empty when there is no such path. */
export type RouteMatch = {
  readonly operation: Operation | undefined
  readonly parameters: Readonly<Record<string, string>>
  readonly methods: readonly string[]
}

/** Finds the operation of a method and a path such as `/directory/users/42`; a fixed part wins over a placeholder. */
export function createRouteFinder(operations: Operations): (method: string, path: string) => RouteMatch {
  const routes = listOperations(operations)
    .map((operation) => ({ operation, parts: operation.route.path.slice(1).split('/') }))
    .sort((a, b) => countPlaceholders(a.parts) - countPlaceholders(b.parts))
  return (method, path) => {
    const parts = path.slice(1).split('/')
    const candidates = routes.flatMap(({ operation, parts: pattern }) => {
      const parameters = matchParts(pattern, parts)
      return parameters ? [{ operation, parameters }] : []
    })
    const found = candidates.find(({ operation }) => operation.route.method === method)
    return {
      operation: found?.operation,
      parameters: found?.parameters ?? {},
      methods: [...new Set(candidates.map(({ operation }) => operation.route.method))],
    }
  }
}

function matchParts(
  pattern: readonly string[],
  parts: readonly string[],
): Record<string, string> | undefined {
  if (pattern.length !== parts.length) return undefined
  const parameters: Record<string, string> = {}
  for (const [index, expected] of pattern.entries()) {
    const given = parts[index] ?? ''
    if (isPlaceholder(expected)) parameters[expected.slice(1, -1)] = given
    else if (expected !== given) return undefined
  }
  return parameters
}

function countPlaceholders(parts: readonly string[]): number {
  return parts.filter(isPlaceholder).length
}

function isPlaceholder(part: string): boolean {
  return part.startsWith('{') && part.endsWith('}')
}
