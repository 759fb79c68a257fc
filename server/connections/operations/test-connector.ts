import { z } from 'zod'
import { probe } from '../../operation/define.ts'
import { connectorTestInput } from '../connection-input.ts'
import { openEntered } from '../open-connector.ts'

export const testStepSchema = z.object({
  name: z.enum(['resolve', 'connect', 'tls', 'bind', 'read', 'replication', 'account', 'parse']),
  ok: z.boolean(),
  warning: z.boolean().optional(),
  code: z.string().optional(),
  message: z.string().optional(),
  elapsedMs: z.number(),
  details: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])).optional(),
})

export const testConnector = probe({
  name: 'connectors.test',
  summary: 'Tries a connection step by step with what was entered; nothing is saved',
  permission: 'connector.test',
  route: { method: 'POST', path: '/connectors/test' },
  timeoutMs: 60_000,
  input: connectorTestInput,
  output: z.object({ ok: z.boolean(), steps: z.array(testStepSchema) }),
  run: async ({ input, signal, sql }) => {
    const connector = openEntered(sql, input)
    try {
      const steps = [...(await connector.test(signal))]
      const ok = steps.every((step) => step.ok)
      const change = {
        action: 'connector.tested' as const,
        target: { type: 'connector', id: '', name: hostsOf(input) },
        after: { ok, steps: steps.map(({ name, ok: passed, code }) => ({ name, ok: passed, code })) },
      }
      return { result: { ok, steps }, change }
    } finally {
      await connector.close()
    }
  },
})

function hostsOf(input: z.output<typeof connectorTestInput>): string {
  return input.type === 'active-directory' ? input.connection.hosts.join(', ') : 'LDIF file'
}
