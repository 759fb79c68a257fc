import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { freePort } from '../db/embedded/free-port.ts'
import { mayListenOnLowPorts } from './low-ports.ts'
import { installTestPackages, rootPrefix } from './test-packages.ts'
import { playwrightStage, runStage, type Stage, type StageResult, vitestStage } from './test-stages.ts'

/** `npm test`: everything that proves a change, and at the end how many tests of each kind ran. */
async function runAll(): Promise<boolean> {
  const byHand = await installTestPackages()
  if (byHand) return refuse(`The tests need more of this machine. Run: ${byHand}`)
  const prefix = await directoryPrefix()
  if (!prefix)
    return refuse('The directory tests start domain controllers on ports below 1024. Run: sudo npm test')
  const reports = await mkdtemp(join(tmpdir(), 'lockstep-reports-'))
  const results: StageResult[] = []
  for (const stage of stages(reports, prefix, await freePort())) results.push(await runStage(stage))
  await rm(reports, { recursive: true, force: true })
  return summarise(results)
}

function stages(reports: string, prefix: readonly string[], port: number): Stage[] {
  return [
    { name: 'lint', command: ['biome', 'check', '.'] },
    { name: 'types', command: ['tsc', '--noEmit'] },
    vitestStage('unit', 'unit', reports),
    vitestStage('database', 'db', reports),
    vitestStage('database on the system PostgreSQL', 'db', reports, {
      environment: { LOCKSTEP_TEST_POSTGRES: 'system' },
    }),
    { name: 'build', command: [process.execPath, 'workers/build.ts'] },
    vitestStage('process', 'process', reports),
    vitestStage('directory', 'directory', reports, { prefix }),
    playwrightStage('browser', reports, { prefix, environment: { LOCKSTEP_TEST_PORT: String(port) } }),
  ]
}

/** Domain controllers listen on ports below 1024: nothing for root, sudo for those who may, undefined for others. */
async function directoryPrefix(): Promise<readonly string[] | undefined> {
  if (await mayListenOnLowPorts()) return []
  const prefix = rootPrefix()
  return prefix && [...prefix, '--preserve-env', 'env', `PATH=${process.env.PATH}`]
}

function summarise(results: readonly StageResult[]): boolean {
  process.stdout.write('\n')
  for (const { name, ok, passed, failed, seconds } of results) {
    const tests = passed + failed > 0 ? `${passed} passed, ${failed} failed` : ''
    process.stdout.write(`${ok ? 'ok    ' : 'FAILED'} ${name.padEnd(36)}${tests.padEnd(28)}${seconds} s\n`)
  }
  const total = (key: 'passed' | 'failed') => results.reduce((sum, result) => sum + result[key], 0)
  process.stdout.write(`${total('passed')} passed, ${total('failed')} failed\n`)
  return results.every(({ ok }) => ok)
}

function refuse(reason: string): false {
  process.stderr.write(`${reason}\n`)
  return false
}

process.exitCode = (await runAll()) ? 0 : 1
