import { createLoader, parseAsString, parseAsStringLiteral } from 'nuqs/server'

export const EXPORT_OPERATIONS = ['add', 'update', 'delete'] as const

export const exportFilter = {
  search: parseAsString.withDefault(''),
  operation: parseAsStringLiteral(EXPORT_OPERATIONS),
}
export const loadExportFilter = createLoader(exportFilter)
