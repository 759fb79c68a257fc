import { approveExports } from './approve-exports.ts'
import { explainMetaverse } from './explain-metaverse.ts'
import { getCycle } from './get-cycle.ts'
import { getMetaverse } from './get-metaverse.ts'
import { getRun } from './get-run.ts'
import { listCycles } from './list-cycles.ts'
import { listErrors } from './list-errors.ts'
import { listExports } from './list-exports.ts'
import { listMetaverse } from './list-metaverse.ts'
import { listRunErrors } from './list-run-errors.ts'
import { listRunObjects } from './list-run-objects.ts'
import { listRuns } from './list-runs.ts'
import { overview } from './overview.ts'
import { changeStaging, getStaging } from './staging.ts'
import { startCycleOperation } from './start-cycle.ts'

/** Operations named `sync.…`. */
export const syncOperations = {
  overview,
  cycles: { start: startCycleOperation, get: getCycle, list: listCycles },
  runs: { list: listRuns, get: getRun, objects: listRunObjects, errors: listRunErrors },
  exports: { list: listExports, approve: approveExports },
  staging: { get: getStaging, set: changeStaging },
  metaverse: { list: listMetaverse, get: getMetaverse, explain: explainMetaverse },
}

/** Operations named `errors.…`. */
export const errorOperations = { list: listErrors }
