import type { Socket } from 'node:net'
import { AppError } from '../../errors.ts'
import { connectTcp, requestStartTls, resolveHost, secureConnection } from '../../ldap/connect.ts'
import type { ErrorSubject } from '../../ldap/ldap-error.ts'
import { assertAccount, portOf } from '../../ldap/open-session.ts'
import { readRootDse } from '../../ldap/root-dse.ts'
import { LdapSession } from '../../ldap/session.ts'
import { certificateFacts, peekCertificate, trustedAuthorities } from '../../ldap/tls.ts'
import type { TestStep } from '../connector.ts'
import { checkAccount, checkRead, checkReplication } from './check-rights.ts'
import type { ActiveDirectorySettings } from './settings.ts'

/** For reaching all hosts together; with a wrong address the whole test stays below 10 s. */
const REACH_MS = 6_000
/** For each answer after that. */
const ANSWER_MS = 3_000

type Outcome = Omit<TestStep, 'name' | 'elapsedMs' | 'ok'>
type Facts = NonNullable<TestStep['details']>

/**
 * Tests step by step: resolve, connect, tls, bind, read, account, replication. The first failed step is the last. With
 * several hosts the first one that answers is tested; those before it become a warning of the connect step.
 */
export async function testConnection(
  settings: ActiveDirectorySettings,
  signal: AbortSignal,
): Promise<readonly TestStep[]> {
  const steps: TestStep[] = []
  const step = async <T>(name: TestStep['name'], work: () => Promise<readonly [T, Outcome]>): Promise<T> => {
    const started = performance.now()
    const elapsedMs = () => Math.round(performance.now() - started)
    try {
      const [value, outcome] = await work()
      steps.push({ name, ok: true, ...outcome, elapsedMs: elapsedMs() })
      return value
    } catch (error) {
      signal.throwIfAborted()
      if (!(error instanceof AppError)) throw error
      const details = error.details?.facts
      steps.push({
        name,
        ok: false,
        code: error.code,
        message: error.message,
        elapsedMs: elapsedMs(),
        ...(isFacts(details) && { details }),
      })
      throw new TestEnded()
    }
  }
  try {
    await runSteps(settings, signal, step)
  } catch (error) {
    if (!(error instanceof TestEnded)) throw error
  }
  return steps
}

class TestEnded extends Error {}

type RunStep = <T>(name: TestStep['name'], work: () => Promise<readonly [T, Outcome]>) => Promise<T>

async function runSteps(
  settings: ActiveDirectorySettings,
  signal: AbortSignal,
  step: RunStep,
): Promise<void> {
  const port = portOf(settings)
  const subjects = settings.hosts.map((host): ErrorSubject => ({ host, port, account: settings.account }))
  const reachMs = REACH_MS / Math.max(1, subjects.length) / 2
  const resolved = await step('resolve', async () => {
    assertAccount(settings)
    return firstThat(subjects, async (subject) => ({
      subject,
      addresses: await resolveHost(subject, reachMs),
    }))
  })
  const reached = await step('connect', async () => {
    const from = subjects.slice(subjects.indexOf(resolved.subject))
    return firstThat(from, async (subject) => ({
      subject,
      socket: await connectTcp(subject, reachMs, signal),
    }))
  })
  const { subject } = reached
  const abort = () => reached.socket.destroy()
  signal.addEventListener('abort', abort)
  try {
    const tls = await step('tls', async () => {
      const authorities = trustedAuthorities(settings.caCertificate)
      try {
        const made = await secureConnection(
          reached.socket,
          settings.security,
          authorities,
          subject,
          ANSWER_MS,
        )
        return [made, { details: { ...certificateFacts(made), protocol: made.getProtocol() ?? '' } }]
      } catch (error) {
        throw await withCertificate(error, settings, subject, signal)
      }
    })
    const session = new LdapSession(tls, subject, ANSWER_MS)
    try {
      await step('bind', async () => {
        await session.bind(settings.account, settings.password, ANSWER_MS)
        return [undefined, { details: { account: settings.account } }]
      })
      const rootDse = await step('read', async () => {
        const found = await readRootDse(session, signal)
        return [found, { details: await checkRead(session, found, signal) }]
      })
      await step('account', async () => [undefined, checkAccount(rootDse, subject)])
      await step('replication', async () => [
        undefined,
        await checkReplication(session, rootDse, subject, signal),
      ])
    } finally {
      session.close()
    }
  } finally {
    signal.removeEventListener('abort', abort)
    reached.socket.destroy()
  }
}

/** The first host for which `attempt` succeeds; the failures before it become a warning, all of them the error. */
async function firstThat<T extends { subject: ErrorSubject }>(
  subjects: readonly ErrorSubject[],
  attempt: (subject: ErrorSubject) => Promise<T>,
): Promise<readonly [T, Outcome]> {
  const failures: AppError[] = []
  for (const subject of subjects) {
    try {
      const found = await attempt(subject)
      const [first] = failures
      const details = { host: subject.host, port: subject.port }
      if (first === undefined) return [found, { details }]
      const message = failures.map((failure) => failure.message).join(' ')
      return [found, { details, warning: true, code: first.code, message }]
    } catch (error) {
      if (!(error instanceof AppError)) throw error
      failures.push(error)
    }
  }
  const [first] = failures
  if (first === undefined) throw new RangeError('no host to test')
  throw new AppError(first.kind, first.code, failures.map((failure) => failure.message).join(' '), {
    cause: first,
  })
}

/** The error of a failed handshake with what the server showed, so that an administrator can compare it. */
async function withCertificate(
  error: unknown,
  settings: ActiveDirectorySettings,
  subject: ErrorSubject,
  signal: AbortSignal,
): Promise<unknown> {
  if (!(error instanceof AppError) || !error.code.startsWith('ldap.tls_') || error.code === 'ldap.tls_failed')
    return error
  let socket: Socket | undefined
  try {
    socket = await connectTcp(subject, ANSWER_MS, signal)
    if (settings.security === 'starttls') await requestStartTls(socket, subject, ANSWER_MS)
    const facts = await peekCertificate(socket, subject, ANSWER_MS)
    return new AppError(error.kind, error.code, error.message, { cause: error, details: { facts } })
  } catch {
    // What failed first is the answer; without a second look only the display lacks the certificate.
    return error
  } finally {
    socket?.destroy()
  }
}

function isFacts(details: unknown): details is Facts {
  return typeof details === 'object' && details !== null
}
