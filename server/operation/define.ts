import type pg from 'pg'
import type { z } from 'zod'
import { transaction } from '../../db/client.ts'
import type { RequestContext } from '../context.ts'
import { AppError } from '../errors.ts'
import { recordAudit, recordRefusal } from './audit.ts'
import type { AuditChange } from './audit-actions.ts'
import { authorize } from './authorize.ts'
import { parseInput } from './parse-input.ts'
import type { RequiredPermission } from './permissions.ts'

export type { AuditChange } from './audit-actions.ts'

/** One call as the door hands it on. `input` reads what is still untrusted; it is asked for only after authorising. */
export type OperationCall = {
  readonly input: () => unknown
  readonly context: RequestContext
  readonly sql: pg.Pool
}

type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'

type Declaration<I extends z.ZodType, O extends z.ZodType> = {
  /** Dotted, unique; its place in the router and its name for `lockstep call`. */
  readonly name: string
  /** One line for the API description. */
  readonly summary: string
  readonly permission: RequiredPermission
  readonly input: I
  /** Plain JSON: the same value before and after serialising, except that a Date becomes its ISO text. */
  readonly output: O
}

type Route<M extends Method> = {
  readonly method: M
  /** Below `/api/v1`; `{name}` placeholders are fields of the input. */
  readonly path: `/${string}`
  /** Default 200. */
  readonly successStatus?: 200 | 201 | 202
  /** Media types of a body that is not JSON. It becomes the input's `body`, a stream; other fields are the query's. */
  readonly rawBody?: readonly string[]
}

/** A declared read or change. `execute` authorises, parses and runs, in this order, and throws AppErrors. */
export type Operation<I extends z.ZodType = z.ZodType, O extends z.ZodType = z.ZodType> = Declaration<
  I,
  O
> & {
  readonly kind: 'query' | 'command' | 'probe'
  readonly route: Route<Method>
  readonly execute: (call: OperationCall) => Promise<z.input<O>>
}

/** Operations nested by the parts of their names. */
export type Operations = { readonly [part: string]: Operation | Operations }

/** A read. Changes nothing, so it writes no audit entry. */
export function query<I extends z.ZodType, O extends z.ZodType>(
  definition: Declaration<I, O> & {
    readonly route: Route<'GET'>
    readonly run: (call: { input: z.output<I>; context: RequestContext; sql: pg.Pool }) => Promise<z.input<O>>
  },
): Operation<I, O> {
  const { run, ...declaration } = definition
  return {
    ...declaration,
    kind: 'query',
    execute: async ({ input, context, sql }) => {
      await admit(definition, context, sql)
      return run({ input: parseInput(definition.input, await input()), context, sql })
    },
  }
}

/**
 * A change. `run` works in one transaction, which also holds the audit entry of the `change` it returns; `null` says
 * that nothing had to change. An error rolls back both.
 */
export function command<I extends z.ZodType, O extends z.ZodType>(
  definition: Declaration<I, O> & {
    readonly route: Route<'POST' | 'PUT' | 'PATCH' | 'DELETE'>
    /** Runs before the transaction, for what must stay when it rolls back, such as counted wrong tries. */
    readonly before?: (call: { input: z.output<I>; context: RequestContext; sql: pg.Pool }) => Promise<void>
    readonly run: (call: {
      input: z.output<I>
      context: RequestContext
      tx: pg.PoolClient
    }) => Promise<{ result: z.input<O>; change: AuditChange | null }>
  },
): Operation<I, O> {
  const { run, before, ...declaration } = definition
  return {
    ...declaration,
    kind: 'command',
    execute: async ({ input, context, sql }) => {
      await admit(definition, context, sql)
      const parsed = parseInput(definition.input, await input())
      await before?.({ input: parsed, context, sql })
      return transaction(async (tx) => {
        const { result, change } = await run({ input: parsed, context, tx })
        if (change) await recordAudit(tx, context, change)
        return result
      }, sql)
    },
  }
}

const PROBE_LIMIT_MS = 60_000

/**
 * Talks to another system, for example to test a connection; no transaction is held while it waits. `signal` fires
 * after `timeoutMs` (default 60 s), and the call then fails with `operation.timed_out`. A returned `change` is
 * audited in its own transaction.
 */
export function probe<I extends z.ZodType, O extends z.ZodType>(
  definition: Declaration<I, O> & {
    readonly route: Route<'POST'>
    readonly timeoutMs?: number
    readonly run: (call: {
      input: z.output<I>
      context: RequestContext
      signal: AbortSignal
      sql: pg.Pool
    }) => Promise<{ result: z.input<O>; change?: AuditChange }>
  },
): Operation<I, O> {
  const { run, timeoutMs = PROBE_LIMIT_MS, ...declaration } = definition
  return {
    ...declaration,
    kind: 'probe',
    execute: async ({ input, context, sql }) => {
      await admit(definition, context, sql)
      const parsed = parseInput(definition.input, await input())
      const { result, change } = await withinTime(timeoutMs, definition.name, (signal) =>
        run({ input: parsed, context, signal, sql }),
      )
      if (change) await recordAudit(sql, context, change)
      return result
    },
  }
}

async function admit(
  operation: { readonly name: string; readonly permission: RequiredPermission },
  context: RequestContext,
  sql: pg.Pool,
): Promise<void> {
  try {
    authorize(operation.permission, context)
  } catch (error) {
    // Strangers are not audited: anyone could fill the log.
    if (context.actor) await recordRefusal(sql, context, operation.name)
    throw error
  }
}

async function withinTime<T>(
  timeoutMs: number,
  name: string,
  run: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const limit = new AbortController()
  const timedOut = Promise.withResolvers<never>()
  const timer = setTimeout(() => {
    const error = new AppError(
      'unavailable',
      'operation.timed_out',
      `${name} got no answer from the other system within ${timeoutMs / 1000} s. Check that it is reachable, then try again.`,
    )
    timedOut.reject(error)
    limit.abort(error)
  }, timeoutMs)
  try {
    return await Promise.race([run(limit.signal), timedOut.promise])
  } finally {
    clearTimeout(timer)
  }
}
