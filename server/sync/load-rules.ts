import type pg from 'pg'
import { rulesOf } from '../configuration/rules-of.ts'
import type { Configuration } from '../configuration/schema.ts'
import { type CompiledConfiguration, compileRules } from '../rules/compile.ts'
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
  const { rows: parameters } = await pool.query<{
    id: string
    parameters: Record<string, Record<string, string>> | null
  }>('select id, parameters from connector')
  const parametersOf = new Map(parameters.map((row) => [row.id, row.parameters ?? {}]))
  const compiled = compileRules(
    rules,
    document.connectors.map((connector) => ({
      id: connector.id,
      name: connector.name,
      type: connector.type,
      ordinal: connector.ordinal,
      role: connector.type === 'cloud-directory' ? ('target' as const) : ('source' as const),
      parameters: parametersOf.get(connector.id) ?? {},
    })),
  )
  const target = document.connectors.find((connector) => connector.type === 'cloud-directory')
  if (!target) throw new Error('A configuration always has the cloud directory')
  return { rules, compiled, numbers: await numberRules(pool, rules), targetId: target.id }
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
