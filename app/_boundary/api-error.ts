import type { ErrorBody } from '../../server/operation/error-body.ts'

/** A failed operation as pages see it, in the browser and on the server alike. `status` is the HTTP status. */
export class ApiError extends Error {
  readonly status: number
  readonly data: ErrorBody

  constructor(status: number, data: ErrorBody) {
    super(data.message)
    this.name = 'ApiError'
    this.status = status
    this.data = data
  }
}
