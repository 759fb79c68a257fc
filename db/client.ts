import pg from 'pg'

/** Anything that runs bound SQL: the pool (one statement, own connection) or a client inside a transaction. */
export type Sql = Pick<pg.ClientBase, 'query'>

// `next dev` reloads modules; the pool must survive that.
const holder = globalThis as typeof globalThis & { lockstepPool?: pg.Pool }

/**
 * The one pool of this process, created on first use from DATABASE_URL (the supervisor sets it for its children).
 * Throws when DATABASE_URL is missing.
 */
export function pool(): pg.Pool {
  if (holder.lockstepPool) return holder.lockstepPool
  const connectionString = process.env.DATABASE_URL
  if (!connectionString) throw new Error('DATABASE_URL is not set: start with "npm start"')
  const created = new pg.Pool({
    connectionString,
    max: 10,
    application_name: 'lockstep',
    // Many servers compile large statements by default; for batches of a few hundred rows that costs seconds.
    onConnect: async (client) => {
      await client.query('set jit = off')
    },
  })
  // An idle connection that breaks (database restart) must not end the process; the next query reconnects.
  created.on('error', () => undefined)
  holder.lockstepPool = created
  return created
}

/** Ends the pool, for tests and graceful stop. A later `pool()` opens a new one. */
export async function closePool(): Promise<void> {
  const current = holder.lockstepPool
  holder.lockstepPool = undefined
  await current?.end()
}

/** Runs `work` in one transaction: commits its result, rolls back and rethrows its error. */
export async function transaction<T>(
  work: (tx: pg.PoolClient) => Promise<T>,
  from: pg.Pool = pool(),
): Promise<T> {
  const client = await from.connect()
  let broken: Error | undefined
  try {
    await client.query('begin')
    const result = await work(client)
    await client.query('commit')
    return result
  } catch (error) {
    await client.query('rollback').catch((cause: Error) => {
      broken = cause
    })
    throw error
  } finally {
    client.release(broken)
  }
}
