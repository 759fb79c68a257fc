import { type ChildProcess, spawn } from 'node:child_process'
import { SERVER_ENVIRONMENT } from './initialise.ts'

/**
 * The shell between Lockstep and PostgreSQL. It holds the reading end of a pipe as descriptor 3; when the writing end
 * closes, because Lockstep stops it or dies in any way, PostgreSQL gets SIGINT (fast shutdown). `read` and not `cat`:
 * a `cat` would outlive the shell.
 */
const GUARD =
  '"$@" 3<&- & p=$!; (read -r _ <&3; kill -INT $p) 2>/dev/null & g=$!; wait $p; r=$?; kill $g 2>/dev/null; exit $r'

const STOP_LIMIT_MS = 60_000

/** One running PostgreSQL server process. */
export type Postmaster = {
  /** Settles when the server is gone, however it ended. */
  readonly exited: Promise<{ code: number | null; signal: NodeJS.Signals | null }>
  /** The last lines of its log. */
  readonly log: () => string
  /** Fast shutdown: open connections are closed. Immediate after 60 s. */
  readonly stop: () => Promise<void>
}

/** Starts `command` in a process group of its own, so that Ctrl-C in a terminal does not reach it. */
export function startPostmaster(command: readonly string[]): Postmaster {
  const child = spawn('sh', ['-c', GUARD, 'sh', ...command], {
    detached: true,
    cwd: '/',
    env: SERVER_ENVIRONMENT,
    stdio: ['ignore', 'ignore', 'pipe', 'pipe'],
  })
  const lines: string[] = []
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    lines.push(...text.trimEnd().split('\n'))
    lines.splice(0, lines.length - 40)
  })
  const exited = new Promise<{ code: number | null; signal: NodeJS.Signals | null }>((resolve, reject) => {
    child.once('error', reject)
    child.once('exit', (code, signal) => {
      closePipe(child)
      resolve({ code, signal })
    })
  })
  return {
    exited,
    log: () => lines.join('\n'),
    stop: async () => {
      closePipe(child)
      const timer = setTimeout(() => killGroup(child), STOP_LIMIT_MS)
      await exited
      clearTimeout(timer)
    },
  }
}

// An open pipe to a child that is gone would keep this process alive.
function closePipe(child: ChildProcess): void {
  child.stdio[3]?.destroy()
}

function killGroup(child: ChildProcess): void {
  if (child.pid === undefined || child.exitCode !== null) return
  process.kill(-child.pid, 'SIGQUIT')
}
