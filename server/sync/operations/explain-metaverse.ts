import { z } from 'zod'
import { query } from '../../operation/define.ts'
import { explainObject } from '../explain.ts'

const contribution = z.object({
  ruleId: z.string(),
  rule: z.string(),
  precedence: z.number(),
  flowType: z.string(),
  expression: z.string(),
  /** Connector space object (inbound) or metaverse object (outbound) it was read from. */
  source: z.string(),
  outcome: z.enum(['value', 'null', 'authoritativeNull', 'ignoreThisFlow', 'error']),
  won: z.boolean(),
})

const decision = z.object({
  attribute: z.string(),
  direction: z.enum(['inbound', 'outbound']),
  connectorId: z.string().nullable(),
  /** One sentence: how many rules could set it, which one did, and why. */
  reason: z.string(),
  contributions: z.array(contribution),
})

export const explainMetaverse = query({
  name: 'sync.metaverse.explain',
  summary: 'Why a value is what it is: every rule that could set it, the winner and the reason',
  permission: 'metaverse.read',
  route: { method: 'GET', path: '/sync/metaverse/{id}/explain' },
  input: z.object({ id: z.guid(), attribute: z.string().min(1).max(200).optional() }),
  output: z.object({
    decisions: z.array(decision),
    /** Rules that did not apply, with the scope clauses that failed. */
    outOfScope: z.array(z.object({ rule: z.string(), direction: z.string(), clauses: z.array(z.string()) })),
  }),
  run: async ({ input, context, sql }) => {
    const { decisions, trace } = await explainObject(sql, input.id, context.now)
    return {
      decisions: decisions
        .filter(
          ({ attribute }) => !input.attribute || attribute.toLowerCase() === input.attribute.toLowerCase(),
        )
        .map(({ attribute, direction, connectorId, reason, contributions }) => ({
          attribute,
          direction,
          connectorId: connectorId ?? null,
          reason,
          contributions: contributions.map(({ ruleName, value: _, ...rest }) => ({
            ...rest,
            rule: ruleName,
          })),
        })),
      outOfScope: trace
        .filter((rule) => !rule.inScope)
        .map(({ ruleName, direction, failed }) => ({
          rule: ruleName,
          direction,
          clauses: failed.map(({ attribute, operator, value }) =>
            `${attribute} ${operator} ${String(value)}`.trim(),
          ),
        })),
    }
  },
})
