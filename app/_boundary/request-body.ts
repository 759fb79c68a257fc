import { AppError } from '../../server/errors.ts'
import { bearerToken } from './bearer-token.ts'

/** Longest JSON body. What is larger is an upload. */
export const JSON_LIMIT_BYTES = 1024 * 1024

/** What another site's page can make a browser send unasked: the enctypes of HTML forms. */
const FORM_TYPES = ['application/x-www-form-urlencoded', 'multipart/form-data', 'text/plain']

/**
 * Refuses, by its header alone, a body of another media type than `accepted`. With a cookie nothing that a form can
 * send is accepted, and the header must be there. Throws `request.unsupported_media_type`.
 */
export function assertMediaType(request: Request, accepted: readonly string[]): void {
  const type = mediaType(request)
  const withCookie = bearerToken(request.headers) === undefined && request.headers.has('cookie')
  const possible = withCookie ? accepted.filter((each) => !FORM_TYPES.includes(each)) : accepted
  if (possible.includes(type)) return
  if (type === '' && !hasBody(request) && !withCookie) return
  throw new AppError(
    'unsupported',
    'request.unsupported_media_type',
    `${type === '' ? 'A request without content type' : `A body of type ${type}`} is not accepted here. Send the header content-type: ${possible.join(' or ')}.`,
  )
}

/** By the headers that announce a body: the stream itself is there even when nothing comes. */
function hasBody({ headers }: Request): boolean {
  return headers.has('transfer-encoding') || Number(headers.get('content-length') ?? 0) > 0
}

/** The media type of the body, lower-case and without parameters; empty when the header is missing. */
function mediaType(request: Request): string {
  return (request.headers.get('content-type') ?? '').split(';')[0]?.trim().toLowerCase() ?? ''
}

/**
 * The fields of a JSON body; none when it is empty. Throws `request.too_large`, or `invalid` when it is not one JSON
 * object.
 */
export async function readJsonObject(request: Request): Promise<Record<string, unknown>> {
  const text = await readText(request)
  if (text.trim() === '') return {}
  const value = parseJson(text)
  if (isObject(value)) return value
  throw new AppError('invalid', 'invalid', 'The body must be one JSON object.')
}

/**
 * The body as it arrives. Ends with `request.body_incomplete` when it is not as long as its header says: a cut file
 * must never pass for a whole one.
 */
export async function* wholeBody(request: Request): AsyncGenerator<Uint8Array> {
  const announced = request.headers.get('content-length')
  let size = 0
  for await (const chunk of request.body ?? []) {
    size += chunk.byteLength
    yield chunk
  }
  if (announced === null || Number(announced) === size) return
  throw new AppError(
    'invalid',
    'request.body_incomplete',
    `Only ${size} of ${announced} bytes arrived. Nothing was kept; send the file again.`,
  )
}

async function readText(request: Request): Promise<string> {
  const decoder = new TextDecoder('utf-8', { fatal: true })
  let size = 0
  let text = ''
  try {
    for await (const chunk of request.body ?? []) {
      size += chunk.byteLength
      if (size > JSON_LIMIT_BYTES) break
      text += decoder.decode(chunk, { stream: true })
    }
    if (size <= JSON_LIMIT_BYTES) return text + decoder.decode()
  } catch (cause) {
    throw new AppError('invalid', 'invalid', 'The body is not UTF-8 text.', { cause })
  }
  throw new AppError('tooLarge', 'request.too_large', `The body exceeds ${JSON_LIMIT_BYTES} bytes.`)
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (cause) {
    throw new AppError('invalid', 'invalid', 'The body is not valid JSON.', { cause })
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** The fields of a query string; a repeated one is a list. */
export function queryFields(url: URL): Record<string, unknown> {
  const names = [...new Set(url.searchParams.keys())]
  return Object.fromEntries(
    names.map((name) => {
      const values = url.searchParams.getAll(name)
      return [name, values.length > 1 ? values : values[0]]
    }),
  )
}
