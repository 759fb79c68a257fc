import { ensurePortalBuild } from './portal-build.ts'
import { endWithFailure } from './process-failure.ts'

/** `npm run build`: builds the portal when it is not up to date, as `npm start` would. */
await ensurePortalBuild((line) => process.stdout.write(`${line}\n`)).catch(endWithFailure)
