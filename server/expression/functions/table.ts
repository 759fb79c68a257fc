import { CONVERSION_FUNCTIONS } from './conversion.ts'
import { DATE_FUNCTIONS } from './date.ts'
import { DIRECTORY_FUNCTIONS } from './directory.ts'
import type { FunctionEntry } from './entry.ts'
import { EVALUATION_FUNCTIONS } from './evaluation.ts'
import { MATH_FUNCTIONS } from './math.ts'
import { MULTI_VALUED_FUNCTIONS } from './multi-valued.ts'
import { PROGRAM_FLOW_FUNCTIONS } from './program-flow.ts'
import { SPECIAL_FUNCTIONS } from './special.ts'
import { TEXT_FUNCTIONS } from './text.ts'
import { TEXT_SEARCH_FUNCTIONS } from './text-search.ts'

export type Dialect = 'connect'

/** Every function of a dialect by its exact name. */
export const FUNCTIONS: Readonly<Record<Dialect, ReadonlyMap<string, FunctionEntry>>> = {
  connect: byName([
    ...TEXT_FUNCTIONS,
    ...TEXT_SEARCH_FUNCTIONS,
    ...CONVERSION_FUNCTIONS,
    ...DATE_FUNCTIONS,
    ...DIRECTORY_FUNCTIONS,
    ...EVALUATION_FUNCTIONS,
    ...MATH_FUNCTIONS,
    ...MULTI_VALUED_FUNCTIONS,
    ...PROGRAM_FLOW_FUNCTIONS,
    ...SPECIAL_FUNCTIONS,
  ]),
}

function byName(entries: readonly FunctionEntry[]): ReadonlyMap<string, FunctionEntry> {
  return new Map(entries.map((entry) => [entry.name, entry]))
}
