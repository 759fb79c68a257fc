import { createLoader, parseAsString, parseAsStringLiteral } from 'nuqs/server'

/** Groups of run states that a person looks for. */
export const RUN_STATE_GROUPS = ['running', 'success', 'warnings', 'errors'] as const

export const runFilter = { connector: parseAsString, status: parseAsStringLiteral(RUN_STATE_GROUPS) }
export const loadRunFilter = createLoader(runFilter)
