import { type ClientLink, createORPCClient } from '@orpc/client'
import { createTanstackQueryUtils } from '@orpc/tanstack-query'
import { type ApiClient, operations } from '../../server/api.ts'
import type { RequestContext } from '../../server/context.ts'
import { toErrorAnswer } from '../../server/operation/error-body.ts'
import { listOperations } from '../../server/operation/find-operation.ts'
import { runOperation } from '../../server/operation/run-operation.ts'
import { ApiError } from './api-error.ts'
import type { Api } from './client.ts'

const byName = new Map(listOperations(operations).map((operation) => [operation.name, operation]))

/**
 * The API for server pages: the same operations under the caller's rights, called in process. Keys and values are
 * those of the browser's, so what a page prefetches is what its components find.
 */
export function serverApi(context: RequestContext): Api {
  const link: ClientLink<Record<never, never>> = {
    call: async (path, input) => {
      const operation = byName.get(path.join('.'))
      if (!operation) throw new Error(`There is no operation ${path.join('.')}`)
      try {
        const output = await runOperation(operation, () => JSON.parse(JSON.stringify(input ?? {})), context)
        return JSON.parse(JSON.stringify(output))
      } catch (error) {
        const { status, body } = toErrorAnswer(error, context.correlationId)
        throw new ApiError(status, body)
      }
    },
  }
  const client: ApiClient = createORPCClient(link)
  return createTanstackQueryUtils(client)
}
