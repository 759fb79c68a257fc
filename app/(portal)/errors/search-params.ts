import { createLoader, parseAsString } from 'nuqs/server'

export const errorFilter = { category: parseAsString, pane: parseAsString }
export const loadErrorFilter = createLoader(errorFilter)
