import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { AppError } from '../server/errors.ts'

const FIRST_DELAY_MS = 1_000
/** People wait for what a crashed process was doing; a process that keeps crashing costs little at this pace. */
const LONGEST_DELAY_MS = 5_000
/** A child that lived this long was well; the next crash starts with the short delay again. */
const HEALTHY_MS = 30_000
const STOP_LIMIT_MS = 15_000

/** How one child is run. The process it starts leads a process group of its own (`detached`). */
export type ChildSpec = {
  readonly name: string
  readonly start: () => ChildProcess
  /** Resolves when the child does its work. */
  readonly ready: (child: ChildProcess) => Promise<void>
}

export type SupervisedChild = {
  /** Resolves when the child was ready for the first time. Rejects with `start.child_failed` when it ended before. */
  readonly ready: Promise<void>
  /** SIGTERM, then SIGKILL to its group after 15 s. No restart follows. */
  readonly stop: () => Promise<void>
}

/** Runs a child. Once it was ready, a crash starts it again after a delay that doubles from 1 to 5 s. */
export function supervise(spec: ChildSpec, say: (line: string) => void): SupervisedChild {
  let child = spec.start()
  let stopped = false
  let delay = FIRST_DELAY_MS
  let restart: NodeJS.Timeout | undefined

  const ready = Promise.race([spec.ready(child), failWhenGone(spec.name, child)]).then(() =>
    watch(Date.now()),
  )

  function watch(began: number): void {
    child.once('exit', (code, signal) => {
      if (stopped) return
      if (Date.now() - began > HEALTHY_MS) delay = FIRST_DELAY_MS
      say(
        `The ${spec.name} ended unexpectedly (${signal ?? `status ${code}`}); starting it again in ${delay / 1000} s.`,
      )
      restart = setTimeout(startAgain, delay)
      delay = Math.min(delay * 2, LONGEST_DELAY_MS)
    })
  }

  function startAgain(): void {
    child = spec.start()
    watch(Date.now())
    spec.ready(child).then(
      () => say(`The ${spec.name} runs again.`),
      () => undefined,
    )
  }

  return {
    ready,
    stop: async () => {
      stopped = true
      clearTimeout(restart)
      await stopChild(child)
    },
  }
}

/** Ends a child: SIGTERM, then SIGKILL to its group after 15 s. Resolves when it is gone. */
export async function stopChild(child: ChildProcess): Promise<void> {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return
  const group = -child.pid
  const gone = once(child, 'exit')
  child.kill('SIGTERM')
  const timer = setTimeout(() => process.kill(group, 'SIGKILL'), STOP_LIMIT_MS)
  await gone
  clearTimeout(timer)
}

async function failWhenGone(name: string, child: ChildProcess): Promise<never> {
  const [code, signal] = await once(child, 'exit')
  throw new AppError(
    'unavailable',
    'start.child_failed',
    `The ${name} ended before it was ready (${signal ?? `status ${code}`}); its last messages are above.`,
  )
}
