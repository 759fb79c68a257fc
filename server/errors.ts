/** One problem with one input field, for forms and API clients. */
export type FieldProblem = { readonly field: string; readonly message: string }

export type ErrorDetails = Readonly<Record<string, unknown>>

const STATUS = {
  invalid: 400,
  unauthenticated: 401,
  forbidden: 403,
  notFound: 404,
  methodNotAllowed: 405,
  conflict: 409,
  tooLarge: 413,
  unsupported: 415,
  unprocessable: 422,
  limit: 429,
  internal: 500,
  unavailable: 503,
} as const

export type ErrorKind = keyof typeof STATUS

/**
 * An expected failure of a whole operation. `code` is stable and dotted (`sync.cycle_running`); `message` says
 * what was wrong, with which thing, and how to fix it; it never carries secrets. The HTTP status follows from `kind`.
 */
export class AppError extends Error {
  readonly kind: ErrorKind
  readonly code: string
  readonly field: string | undefined
  readonly details: ErrorDetails | undefined

  constructor(
    kind: ErrorKind,
    code: string,
    message: string,
    options: { field?: string; details?: ErrorDetails; cause?: unknown } = {},
  ) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause })
    this.name = 'AppError'
    this.kind = kind
    this.code = code
    this.field = options.field
    this.details = options.details
  }

  get status(): number {
    return STATUS[this.kind]
  }
}
