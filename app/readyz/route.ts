import { readiness } from '../../server/system/readiness.ts'

export const dynamic = 'force-dynamic'

/** 200 when the database is migrated and a worker is alive, else 503 with the reason. */
export async function GET(): Promise<Response> {
  const result = await readiness()
  return Response.json(result, { status: result.status === 'ready' ? 200 : 503 })
}
