import { once } from 'node:events'
import { createServer } from 'node:net'
import { setTimeout as delay } from 'node:timers/promises'
import type { Config } from '../server/config.ts'
import { AppError } from '../server/errors.ts'

const READY_LIMIT_MS = 90_000

type Address = Pick<Config, 'host' | 'port'>

/** Throws `start.port_unavailable` when the portal could not listen. */
export async function refuseTakenPort({ host, port }: Address): Promise<void> {
  const server = createServer()
  try {
    server.listen({ host, port, exclusive: true })
    await once(server, 'listening')
  } catch (cause) {
    throw new AppError('conflict', 'start.port_unavailable', explain(cause, host, port), { cause })
  }
  server.close()
  await once(server, 'close')
}

/** Resolves when /readyz answers 200. Throws `start.not_ready` with its last reason after 90 s. */
export async function untilReady({ host, port }: Address): Promise<void> {
  const deadline = Date.now() + READY_LIMIT_MS
  const url = `http://${reachable(host)}:${port}/readyz`
  let reason = 'no answer'
  while (Date.now() < deadline) {
    const failure = await ask(url)
    if (failure === undefined) return
    reason = failure
    await delay(100)
  }
  throw new AppError('unavailable', 'start.not_ready', `The portal is not ready after 90 s: ${reason}.`)
}

async function ask(url: string): Promise<string | undefined> {
  try {
    const response = await fetch(url, { redirect: 'manual', signal: AbortSignal.timeout(30_000) })
    if (response.status === 200) return undefined
    return `status ${response.status}, ${(await response.text()).slice(0, 200)}`
  } catch {
    return 'no answer'
  }
}

/** An address to connect to where the portal listens on all of them. */
function reachable(host: string): string {
  if (host === '0.0.0.0') return '127.0.0.1'
  if (host === '::') return '[::1]'
  return host.includes(':') ? `[${host}]` : host
}

function explain(cause: unknown, host: string, port: number): string {
  const code = cause instanceof Error && 'code' in cause ? cause.code : undefined
  if (code === 'EADDRINUSE') {
    return `PORT=${port}: another program already listens on ${host}:${port}. Stop it, or set PORT to a free port.`
  }
  if (code === 'EACCES') {
    return `PORT=${port}: this user may not listen on ports below 1024. Set PORT to a higher one.`
  }
  if (code === 'EADDRNOTAVAIL') {
    return `LOCKSTEP_HOST=${host}: this machine has no such address. Set it to 127.0.0.1, or to one of its addresses.`
  }
  return `PORT=${port}, LOCKSTEP_HOST=${host}: the portal cannot listen there (${code ?? cause}).`
}
