export const dynamic = 'force-dynamic'

/** The web process is up; says nothing about database or worker. */
export function GET(): Response {
  return Response.json({ status: 'ok' })
}
