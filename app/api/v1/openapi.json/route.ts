import { operations } from '../../../../server/api.ts'
import { describeOperations } from '../../../../server/operation/openapi.ts'
import { VERSION } from '../../../../server/system/version.ts'

export const dynamic = 'force-dynamic'

const description = describeOperations(operations, VERSION)

/** The description of every path; it names no data, so anybody may read it. */
export async function GET(): Promise<Response> {
  return Response.json(await description)
}
