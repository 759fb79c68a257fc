import { type AnyContractRouter, type OpenAPI, oc } from '@orpc/contract'
import { OpenAPIGenerator } from '@orpc/openapi'
import { ZodToJsonSchemaConverter } from '@orpc/zod/zod4'
import { z } from 'zod'
import type { Operation, Operations } from './define.ts'
import { isOperation, listOperations } from './find-operation.ts'

const errorBody = z.object({
  code: z.string().describe('Stable and dotted, for programs'),
  message: z.string().describe('What was wrong and how to fix it, for people'),
  field: z.string().optional().describe('The input field it is about'),
  details: z.record(z.string(), z.unknown()).optional(),
  correlationId: z.string().describe('Finds this request in the log'),
})

/** The description of `operations` as OpenAPI 3.1, below `/api/v1`. */
export async function describeOperations(operations: Operations, version: string): Promise<OpenAPI.Document> {
  const generator = new OpenAPIGenerator({ schemaConverters: [new ZodToJsonSchemaConverter()] })
  const document = await generator.generate(toContract(operations), {
    info: {
      title: 'Lockstep',
      version,
      description:
        'Every read and change of Lockstep. Send an API token as `Authorization: Bearer lockstep_…`.',
    },
    servers: [{ url: '/api/v1' }],
    security: [{ token: [] }],
    components: { securitySchemes: { token: { type: 'http', scheme: 'bearer' } } },
    commonSchemas: { Error: { schema: errorBody } },
  })
  for (const item of Object.values(document.paths ?? {})) addErrors(item)
  for (const operation of listOperations(operations)) describeRawBody(document, operation)
  return document
}

function toContract(operations: Operations): AnyContractRouter {
  return Object.fromEntries(
    Object.entries(operations).map(([part, value]) => [
      part,
      isOperation(value) ? toProcedure(value) : toContract(value),
    ]),
  )
}

function toProcedure(operation: Operation): AnyContractRouter {
  const { name, summary, permission, route, input, output } = operation
  const described = oc.route({
    ...route,
    operationId: name,
    summary,
    description: permission === 'public' ? 'Needs no sign-in.' : `Needs the permission ${permission}.`,
    tags: [name.split('.')[0] ?? name],
    successStatus: route.successStatus ?? 200,
    inputStructure: route.method === 'DELETE' ? 'detailed' : 'compact',
  })
  const shaped = route.method === 'DELETE' ? withoutBody(input, route.path) : input
  return described.input(shaped).output(output)
}

/** A DELETE takes everything from its address: placeholders from the path, the rest from the query. */
function withoutBody(input: z.ZodType, path: string): z.ZodType {
  if (!(input instanceof z.ZodObject)) return input
  const fields: [string, z.core.SomeType][] = Object.entries(input.shape)
  const inPath = fields.filter(([name]) => path.includes(`{${name}}`))
  const inQuery = fields.filter(([name]) => !path.includes(`{${name}}`))
  return z.object({
    params: z.object(Object.fromEntries(inPath)),
    ...(inQuery.length > 0 && { query: z.object(Object.fromEntries(inQuery)) }),
  })
}

function addErrors(item: OpenAPI.PathItemObject | undefined): void {
  if (!item) return
  const error = {
    description: 'The request failed',
    content: { 'application/json': { schema: { $ref: '#/components/schemas/Error' } } },
  }
  for (const method of ['get', 'post', 'put', 'patch', 'delete'] as const) {
    const described = item[method]
    if (described) described.responses = { ...described.responses, default: error }
  }
}

function describeRawBody(document: OpenAPI.Document, { route }: Operation): void {
  const described = document.paths?.[route.path]?.post
  if (!route.rawBody || !described) return
  const schema = { type: 'string', format: 'binary' } as const
  described.parameters = [{ name: 'name', in: 'query', schema: { type: 'string' } }]
  described.requestBody = {
    required: true,
    content: Object.fromEntries(route.rawBody.map((type) => [type, { schema }])),
  }
}
