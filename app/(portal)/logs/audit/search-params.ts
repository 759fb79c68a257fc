import { createLoader, parseAsString, parseAsStringLiteral } from 'nuqs/server'

export const CATEGORIES = ['access', 'connectors', 'synchronization', 'configuration'] as const
export const OUTCOMES = ['done', 'refused'] as const

export const auditFilter = {
  category: parseAsStringLiteral(CATEGORIES),
  outcome: parseAsStringLiteral(OUTCOMES),
  pane: parseAsString,
}
export const loadAuditFilter = createLoader(auditFilter)
