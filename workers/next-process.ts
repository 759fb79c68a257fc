import { type ChildProcess, fork, type StdioOptions } from 'node:child_process'
import { createRequire } from 'node:module'
import { fileURLToPath } from 'node:url'

/** The project's folder: Next.js finds app, configuration and build there. */
export const PROJECT = fileURLToPath(new URL('..', import.meta.url))

const NEXT = createRequire(import.meta.url).resolve('next/dist/bin/next')
const ORPHAN_GUARD = new URL('./orphan-guard.mjs', import.meta.url).href

/** Runs `next` in a process group of its own, which leaves when this process does. */
export function forkNext(args: string[], environment: NodeJS.ProcessEnv, stdio: StdioOptions): ChildProcess {
  return fork(NEXT, args, {
    cwd: PROJECT,
    env: { ...environment, SUPERVISOR_PID: String(process.pid) },
    execArgv: ['--import', ORPHAN_GUARD],
    detached: true,
    stdio,
  })
}
