import type pg from 'pg'
import { rulesOf } from '../configuration/rules-of.ts'
import type { Configuration } from '../configuration/schema.ts'
import { AppError } from '../errors.ts'
import { compileRules } from '../rules/compile.ts'
import type { CompiledConfiguration, RuleError } from '../rules/compiled.ts'
import type { Rule } from '../rules/model.ts'
import type { RuleNumbers } from './store/rows.ts'

/** One compiled configuration with what storing its outcomes needs. */
export type SyncRules = {
  readonly rules: readonly Rule[]
  readonly compiled: CompiledConfiguration
  readonly numbers: RuleNumbers
  /** The connector that provisioned objects go to. */
  readonly targetId: string
}

/** Compiles a configuration's rules and gives each rule the number that lineage is stored with. */
export async function loadRules(pool: pg.Pool, document: Configuration): Promise<SyncRules> {
  const rules = rulesOf(document)
  const parameters = await loadParameters(pool)
  const compilation = compileRules(
    rules,
    document.connectors.map((connector) => {
      const facts = {
        id: connector.id,
        name: connector.name,
        type: connector.type,
        ordinal: connector.ordinal,
      }
      if (connector.type === 'cloud-directory')
        return { ...facts, role: 'target', provisioningDn: 'source-anchor' }
      return { ...facts, role: 'source', partitions: parameters.get(connector.id) ?? [] }
    }),
  )
  if (!compilation.ok) throw rulesBroken(compilation.errors)
  const target = document.connectors.find((connector) => connector.type === 'cloud-directory')
  if (!target) throw new Error('A configuration always has the cloud directory')
  return {
    rules,
    compiled: compilation.configuration,
    numbers: await numberRules(pool, rules),
    targetId: target.id,
  }
}

type Partitions = { dn: string; parameters: Record<string, string> }[]

async function loadParameters(pool: pg.Pool): Promise<Map<string, Partitions>> {
  const { rows } = await pool.query<{
    id: string
    parameters: Record<string, Record<string, string>> | null
  }>('select id, parameters from connector')
  return new Map(
    rows.map((row) => [
      row.id,
      Object.entries(row.parameters ?? {}).map(([dn, parameters]) => ({ dn, parameters })),
    ]),
  )
}

function rulesBroken(errors: readonly RuleError[]): AppError {
  const [first] = errors
  const more = errors.length > 1 ? ` and ${errors.length - 1} more` : ''
  return new AppError(
    'unprocessable',
    'rules.not_compiled',
    `Nothing was synchronised: rule '${first?.ruleName}' has an error (${first?.message})${more}.`,
    { details: { errors } },
  )
}

async function numberRules(pool: pg.Pool, rules: readonly Rule[]): Promise<RuleNumbers> {
  await pool.query(
    `insert into sync_rule (id, name, connector_id) select * from unnest($1::text[], $2::text[], $3::uuid[])
     on conflict (id) do nothing`,
    [rules.map((rule) => rule.id), rules.map((rule) => rule.name), rules.map((rule) => rule.connectorId)],
  )
  return loadRuleNumbers(pool)
}

/** Every rule that lineage may name, also of configurations of the past. */
export async function loadRuleNumbers(pool: pg.Pool): Promise<RuleNumbers> {
  const { rows } = await pool.query<{ number: number; id: string; connectorId: string }>(
    'select number, id, connector_id as "connectorId" from sync_rule',
  )
  return {
    numberOf: new Map(rows.map((row) => [row.id, row.number])),
    ruleOf: new Map(rows.map((row) => [row.number, row])),
  }
}
