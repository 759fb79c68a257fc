import { createLoader, parseAsString, parseAsStringLiteral } from 'nuqs/server'

/** Kinds of error, as the server groups them. */
export const ERROR_CATEGORIES = [
  'duplicate-attribute',
  'data-mismatch',
  'data-validation',
  'federated-domain-change',
  'large-attribute',
  'admin-role-conflict',
  'other',
] as const
export type ErrorCategory = (typeof ERROR_CATEGORIES)[number]

export const errorFilter = { category: parseAsStringLiteral(ERROR_CATEGORIES), pane: parseAsString }
export const loadErrorFilter = createLoader(errorFilter)
