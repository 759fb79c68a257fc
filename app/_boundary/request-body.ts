import { AppError } from '../../server/errors.ts'

/** Longest JSON body. What is larger is an upload. */
export const JSON_LIMIT_BYTES = 1024 * 1024

/**
 * Refuses everything but JSON, by its header alone: forms are the only thing another site's page can make a browser
 * send unasked. Throws `request.unsupported_media_type`.
 */
export function assertJson(request: Request): void {
  const type = mediaType(request)
  if (type === 'application/json' || (type === '' && request.body === null)) return
  throw new AppError(
    'unsupported',
    'request.unsupported_media_type',
    `${type === '' ? 'A body without content type' : `A body of type ${type}`} is not accepted. Send JSON with the header content-type: application/json.`,
  )
}

/** The media type of the body, lower-case and without parameters; empty when the header is missing. */
export function mediaType(request: Request): string {
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
  throw new AppError('unprocessable', 'request.too_large', `The body exceeds ${JSON_LIMIT_BYTES} bytes.`)
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
