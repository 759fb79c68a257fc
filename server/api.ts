import type { Client } from '@orpc/client'
import type { z } from 'zod'
import { accessOperations } from './access/operations/index.ts'
import { auditOperations } from './audit/operations/index.ts'
import { connectionOperations } from './connections/operations/index.ts'
import { directoryOperations } from './directory/operations/index.ts'
import type { Operation } from './operation/define.ts'
import { errorOperations, syncOperations } from './sync/operations/index.ts'
import { uploadOperations } from './uploads/operations/index.ts'

/** Everything the door offers, nested by the dotted names. A new domain is one line here. */
export const operations = {
  access: accessOperations,
  audit: auditOperations,
  connectors: connectionOperations,
  directory: directoryOperations,
  errors: errorOperations,
  sync: syncOperations,
  uploads: uploadOperations,
}

/** A value after the way through JSON: dates are ISO 8601 text. */
export type Json<T> = T extends Date
  ? string
  : T extends readonly (infer Item)[]
    ? Json<Item>[]
    : T extends object
      ? { [Key in keyof T]: Json<T[Key]> }
      : T

type ClientOf<T> =
  T extends Operation<infer Input, infer Output>
    ? Client<Record<never, never>, z.input<Input>, Json<z.output<Output>>, Error>
    : { [Part in keyof T]: ClientOf<T[Part]> }

/** The typed client: `client.directory.users.list(input)` calls the operation `directory.users.list`. */
export type ApiClient = ClientOf<typeof operations>
