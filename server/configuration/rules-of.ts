import { defaultRules } from '../rules/defaults.ts'
import type { Rule } from '../rules/model.ts'
import type { Configuration } from './schema.ts'

/** All rules of a configuration: the shipped set for its connectors, with those switched off that it disables. */
export function rulesOf(document: Configuration): Rule[] {
  const cloud = document.connectors.find((connector) => connector.type === 'cloud-directory')
  if (!cloud) throw new Error('A configuration always has the cloud directory')
  const disabled = new Set(document.rules.disabled)
  return defaultRules({
    sources: document.connectors
      .filter((connector) => connector.type !== 'cloud-directory')
      .map(({ id, ordinal }) => ({ connectorId: id, ordinal })),
    cloudConnectorId: cloud.id,
  }).map((rule) => (disabled.has(rule.id) ? { ...rule, disabled: true } : rule))
}
