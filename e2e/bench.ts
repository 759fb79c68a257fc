import { mkdir, writeFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { countBaseline, missingLdapsearch, planBaseline, timeBaseline } from './bench/baseline.ts'
import { measureCycle } from './bench/cycle.ts'
import { type BenchServer, startBenchServer } from './bench/installation.ts'
import { type BenchOptions, readOptions } from './bench/options.ts'
import { measurePlanner } from './bench/planner.ts'
import { machine, type Report, type Round, table } from './bench/report.ts'
import { type Forest, startForest } from './fixtures/samba/forest.ts'
import { freeLoopbackAddress, missingPrerequisites } from './fixtures/samba/prerequisites.ts'

const RESULTS = fileURLToPath(new URL('../bench-results/', import.meta.url))
const MEMBERS_PER_GROUP = 40
const USERS_PER_GROUP = 20

/**
 * `npm run bench [-- --users 10000 --rounds 3 --json]`: what an initial cycle from a real Active Directory forest
 * costs, against `ldapsearch` reading the same entries on the same machine at the same time.
 */
async function runBench(options: BenchOptions): Promise<void> {
  const problems = await missing()
  if (problems.length > 0) {
    console.error(`The bench cannot start:\n${problems.map((problem) => `  - ${problem}`).join('\n')}`)
    process.exitCode = 1
    return
  }
  const say = options.json ? () => {} : (text: string) => console.error(text)
  say('Creating a forest …')
  const forest = await startForest({ realm: 'BENCH.TEST', domain: 'BENCH' })
  let server: BenchServer | undefined
  try {
    server = await startBenchServer()
    const report = await measure(forest, server, options, say)
    const file = await keep(report)
    console.log(options.json ? JSON.stringify(report) : `\n${table(report)}\n\nKept as ${file}`)
  } finally {
    await server?.stop()
    await forest.stop()
  }
}

async function missing(): Promise<readonly string[]> {
  // Only root can try out an address; the prerequisites say so.
  const address = process.getuid?.() === 0 ? await freeLoopbackAddress() : '127.0.0.1'
  return [await missingPrerequisites(address), (await missingLdapsearch()) ?? []].flat()
}

async function measure(
  forest: Forest,
  server: BenchServer,
  options: BenchOptions,
  say: (text: string) => void,
): Promise<Report> {
  const groups = Math.ceil(options.users / USERS_PER_GROUP)
  say(`Filling it with ${options.users} users and ${groups} groups …`)
  await forest.addBulk({ users: options.users, groups, membersPerGroup: MEMBERS_PER_GROUP })
  const rounds: Round[] = []
  let objects = 0
  for (let number = 1; number <= options.rounds; number++) {
    say(`Round ${number} of ${options.rounds} …`)
    const installation = await server.install(forest)
    try {
      const baseline = await planBaseline(installation)
      objects ||= await countBaseline(forest, baseline)
      const before = await timeBaseline(forest, baseline)
      const initial = await measureCycle(installation, 'full')
      // On a machine with other work the load changes; what was measured around the cycle is the fairest.
      const baselineSeconds = (before + (await timeBaseline(forest, baseline))) / 2
      const unchanged = await measureCycle(installation, 'delta')
      const plannerPerSecond = await measurePlanner(installation)
      rounds.push({ baselineSeconds, initial, unchanged, plannerPerSecond })
    } finally {
      await installation.remove()
    }
  }
  return {
    machine: machine(),
    users: options.users,
    groups,
    memberships: groups * Math.min(MEMBERS_PER_GROUP, options.users),
    objects,
    at: new Date().toISOString(),
    rounds,
  }
}

async function keep(report: Report): Promise<string> {
  await mkdir(RESULTS, { recursive: true })
  const name = `${report.at.replaceAll(':', '-')}-${report.users}.json`
  await writeFile(`${RESULTS}${name}`, `${JSON.stringify(report, undefined, 2)}\n`)
  return `bench-results/${name}`
}

// What was started and written ends and goes with the process, however that ends.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => process.exit(1))

try {
  await runBench(readOptions(process.argv.slice(2)))
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = 1
}
