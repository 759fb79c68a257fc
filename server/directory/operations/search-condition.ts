import { searchKey } from '../search-key.ts'

/** A condition on `directory_object o` with its bound value. */
export type SearchCondition = {
  readonly sql: (parameter: string) => string
  readonly value: string
  /** True when the trigram index answers it, false for the beginning of a name. */
  readonly anywhere: boolean
}

/** The trigram index finds nothing shorter than this; shorter searches use the name's own index. */
const SHORTEST_PART = 3

/** What a search text asks for, case and accents ignored; undefined when nothing is searched for. */
export function searchCondition(search: string | undefined): SearchCondition | undefined {
  const key = searchKey(search?.trim() ?? '').replaceAll('\u0000', '')
  if (key === '') return undefined
  const literal = key.replace(/[\\%_]/g, (character) => `\\${character}`)
  return [...key].length < SHORTEST_PART
    ? { sql: (parameter) => `o.display_name_key like ${parameter}`, value: `${literal}%`, anywhere: false }
    : { sql: (parameter) => `o.search_text like ${parameter}`, value: `%${literal}%`, anywhere: true }
}
