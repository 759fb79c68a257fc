import { createLoader, parseAsString, parseAsStringLiteral } from 'nuqs/server'

export const METAVERSE_TYPES = ['person', 'group', 'contact'] as const

export const metaverseFilter = {
  search: parseAsString.withDefault(''),
  type: parseAsStringLiteral(METAVERSE_TYPES),
}
export const loadMetaverseFilter = createLoader(metaverseFilter)
