import { once } from 'node:events'
import { config } from '../server/config.ts'
import { AppError } from '../server/errors.ts'
import { childEnvironment } from './child-environment.ts'
import { forkNext } from './next-process.ts'
import { refuseTakenPort } from './portal-address.ts'
import { ensurePortalBuild } from './portal-build.ts'
import { endWithFailure } from './process-failure.ts'
import { stopChild } from './supervise.ts'

/** The portal alone (`npm run web`), for installations that run worker and database elsewhere. */
async function serve(): Promise<void> {
  const settings = config()
  if (!settings.databaseUrl) {
    throw new AppError('unavailable', 'web.no_database', 'DATABASE_URL is not set: a portal alone needs it.')
  }
  await refuseTakenPort(settings)
  await ensurePortalBuild((line) => process.stdout.write(`${line}\n`))
  const environment = childEnvironment(settings, settings.databaseUrl, false)
  const args = ['start', '-H', settings.host, '-p', String(settings.port)]
  const child = forkNext(args, environment, ['ignore', 'ignore', 'inherit', 'ipc'])
  let asked = false
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => {
      asked = true
      stopChild(child)
    })
  }
  process.stdout.write(`The portal starts at ${settings.url}\n`)
  const [code] = await once(child, 'exit')
  if (!asked)
    throw new AppError('unavailable', 'web.ended', `The portal ended unexpectedly (status ${code}).`)
  process.exit(0)
}

await serve().catch(endWithFailure)
