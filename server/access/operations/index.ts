import { completeFirstRun } from './first-run-complete.ts'
import { getFirstRunStatus } from './first-run-status.ts'
import { getSession } from './session-get.ts'
import { createToken } from './tokens-create.ts'
import { listTokens } from './tokens-list.ts'
import { revokeToken } from './tokens-revoke.ts'

export const accessOperations = {
  session: { get: getSession },
  firstRun: { status: getFirstRunStatus, complete: completeFirstRun },
  tokens: { create: createToken, list: listTokens, revoke: revokeToken },
}
