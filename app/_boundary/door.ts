import { operations } from '../../server/api.ts'
import { AppError } from '../../server/errors.ts'
import type { Operation } from '../../server/operation/define.ts'
import { toErrorAnswer } from '../../server/operation/error-body.ts'
import { createRouteFinder, listOperations } from '../../server/operation/find-operation.ts'
import { runOperation } from '../../server/operation/run-operation.ts'
import { requestContext } from './context.ts'
import { assertSameSite } from './cross-site.ts'
import { assertMediaType, queryFields, readJsonObject, wholeBody } from './request-body.ts'

const PREFIX = '/api/v1'
const JSON_ONLY = ['application/json']

const findRoute = createRouteFinder(operations)
const byName = new Map(listOperations(operations).map((operation) => [operation.name, operation]))

type Target = {
  readonly operation: Operation
  readonly input: () => Promise<unknown>
  readonly status: number
  /** What the body may be. */
  readonly mediaTypes: readonly string[]
}

/**
 * Answers one request to the API: an operation by its REST route, or any operation by name with
 * `POST /api/v1/call/{name}`, whose body is the input.
 */
export async function answer(request: Request): Promise<Response> {
  const context = await requestContext(request.headers)
  const headers = { 'cache-control': 'no-store', 'x-correlation-id': context.correlationId }
  try {
    const target = findTarget(request)
    const body = await runOperation(target.operation, () => admittedInput(request, target), context)
    return Response.json(body, { status: target.status, headers })
  } catch (error) {
    const { status, body } = toErrorAnswer(error, context.correlationId)
    if (status !== 405) return Response.json(body, { status, headers })
    return Response.json(body, { status, headers: { ...headers, allow: String(body.details?.methods) } })
  }
}

/** Called once the caller is authorised: who may not do a thing is told so, whatever the request looks like. */
async function admittedInput(request: Request, target: Target): Promise<unknown> {
  if (!isSafe(request.method)) {
    assertMediaType(request, target.mediaTypes)
    assertSameSite(request)
  }
  return target.input()
}

function isSafe(method: string): boolean {
  return method === 'GET' || method === 'HEAD'
}

function findTarget(request: Request): Target {
  const url = new URL(request.url)
  const path = url.pathname.slice(PREFIX.length)
  if (path.startsWith('/call/')) return findByName(request, path.slice('/call/'.length))
  const method = request.method === 'HEAD' ? 'GET' : request.method
  const { operation, parameters, methods } = findRoute(method, path)
  if (!operation) throw methods.length === 0 ? noSuchPath(path) : wrongMethod(request.method, path, methods)
  const decoded = decodeParameters(parameters, path)
  return {
    operation,
    input: async () => ({ ...(await fieldsOf(request, url, operation)), ...decoded }),
    status: operation.route.successStatus ?? 200,
    mediaTypes: operation.route.rawBody ?? JSON_ONLY,
  }
}

function findByName(request: Request, name: string): Target {
  const operation = byName.get(name)
  if (!operation) {
    throw new AppError(
      'notFound',
      'request.no_such_operation',
      `There is no operation ${name}. /api/v1/openapi.json lists them all.`,
    )
  }
  if (request.method !== 'POST') throw wrongMethod(request.method, `/call/${name}`, ['POST'])
  return { operation, input: () => readJsonObject(request), status: 200, mediaTypes: JSON_ONLY }
}

/** A GET or DELETE takes its fields from the query; everything else from the body. */
async function fieldsOf(request: Request, url: URL, { route }: Operation): Promise<Record<string, unknown>> {
  if (route.rawBody) return { ...queryFields(url), body: wholeBody(request) }
  return ['GET', 'DELETE'].includes(route.method) ? queryFields(url) : readJsonObject(request)
}

function decodeParameters(
  parameters: Readonly<Record<string, string>>,
  path: string,
): Record<string, string> {
  try {
    return Object.fromEntries(
      Object.entries(parameters).map(([name, text]) => [name, decodeURIComponent(text)]),
    )
  } catch {
    throw noSuchPath(path)
  }
}

function noSuchPath(path: string): AppError {
  return new AppError(
    'notFound',
    'request.no_such_path',
    `There is nothing at ${PREFIX}${path}. /api/v1/openapi.json lists all paths.`,
  )
}

function wrongMethod(method: string, path: string, methods: readonly string[]): AppError {
  return new AppError(
    'methodNotAllowed',
    'request.method_not_allowed',
    `${PREFIX}${path} does not answer ${method}, only ${methods.join(', ')}.`,
    { details: { methods } },
  )
}
