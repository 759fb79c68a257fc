import { createLoader, parseAsString, parseAsStringLiteral } from 'nuqs/server'

export const SPACE_STATES = [
  'pending-import',
  'pending-export',
  'error',
  'disconnected',
  'placeholder',
] as const

export const spaceFilter = {
  search: parseAsString.withDefault(''),
  state: parseAsStringLiteral(SPACE_STATES),
}
export const loadSpaceFilter = createLoader(spaceFilter)
