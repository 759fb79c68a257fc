import type { z } from 'zod'
import { pool } from '../../db/client.ts'
import type { RequestContext } from '../context.ts'
import type { Operation } from './define.ts'

/** Runs an operation for a caller on this process's database. `input` is read only once the caller is authorised. */
export function runOperation<I extends z.ZodType, O extends z.ZodType>(
  operation: Operation<I, O>,
  input: () => unknown,
  context: RequestContext,
): Promise<z.input<O>> {
  return operation.execute({ input, context, sql: pool() })
}
