import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'

/** Tests that ran. Skipped ones count as failed: a test that does not run proves nothing. */
export type Counts = { readonly passed: number; readonly failed: number }

export type StageResult = Counts & { readonly name: string; readonly ok: boolean; readonly seconds: number }

export type Stage = {
  readonly name: string
  readonly command: readonly string[]
  readonly environment?: Readonly<Record<string, string>>
  /** Reads the counts from the report; without it the stage has no tests and only succeeds or fails. */
  readonly report?: { readonly file: string; readonly counts: (report: unknown) => Counts }
}

/** Runs a stage with its output shown. A stage with a report that ran no test has failed. */
export async function runStage(stage: Stage): Promise<StageResult> {
  process.stdout.write(`\n=== ${stage.name}: ${stage.command.join(' ')}\n`)
  const began = Date.now()
  const [command = '', ...args] = stage.command
  const child = spawn(command, args, { stdio: 'inherit', env: { ...process.env, ...stage.environment } })
  const [code] = await once(child, 'exit')
  const counts = stage.report ? await readCounts(stage.report) : { passed: 0, failed: 0 }
  const ran = stage.report === undefined || counts.passed + counts.failed > 0
  return {
    name: stage.name,
    ...counts,
    ok: code === 0 && counts.failed === 0 && ran,
    seconds: Math.round((Date.now() - began) / 1000),
  }
}

/** A vitest project; `environment` as for the stage. */
export function vitestStage(
  name: string,
  project: string,
  reports: string,
  options: { prefix?: readonly string[]; environment?: Readonly<Record<string, string>> } = {},
): Stage {
  const file = join(reports, `${name.replaceAll(' ', '-')}.json`)
  const command = [
    ...(options.prefix ?? []),
    ...['vitest', 'run', '--project', project],
    ...['--reporter=default', '--reporter=json', `--outputFile.json=${file}`],
  ]
  return { name, command, environment: options.environment ?? {}, report: { file, counts: vitestCounts } }
}

/** Playwright's browser tests. */
export function playwrightStage(
  name: string,
  reports: string,
  options: { prefix?: readonly string[]; environment: Readonly<Record<string, string>> },
): Stage {
  const file = join(reports, `${name}.json`)
  return {
    name,
    command: [...(options.prefix ?? []), 'playwright', 'test', '--reporter=list,json'],
    environment: { ...options.environment, PLAYWRIGHT_JSON_OUTPUT_FILE: file },
    report: { file, counts: playwrightCounts },
  }
}

async function readCounts(report: NonNullable<Stage['report']>): Promise<Counts> {
  const text = await readFile(report.file, 'utf8').catch(() => undefined)
  return text === undefined ? { passed: 0, failed: 0 } : report.counts(JSON.parse(text))
}

/** https://vitest.dev/guide/reporters#json-reporter */
function vitestCounts(report: unknown): Counts {
  return {
    passed: numberAt(report, 'numPassedTests'),
    failed:
      numberAt(report, 'numFailedTests') +
      numberAt(report, 'numPendingTests') +
      numberAt(report, 'numTodoTests'),
  }
}

/** https://playwright.dev/docs/api/class-testreporter; a flaky test passed only at a second try. */
function playwrightCounts(report: unknown): Counts {
  const stats = typeof report === 'object' && report !== null && 'stats' in report ? report.stats : {}
  return {
    passed: numberAt(stats, 'expected'),
    failed: numberAt(stats, 'unexpected') + numberAt(stats, 'flaky') + numberAt(stats, 'skipped'),
  }
}

function numberAt(value: unknown, key: string): number {
  if (typeof value !== 'object' || value === null) return 0
  const found: unknown = Reflect.get(value, key)
  return typeof found === 'number' ? found : 0
}
