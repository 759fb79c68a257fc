import type { Control, Filter } from 'ldapts'
import type { DirectoryEntry } from './search-entry.ts'

export type SearchRequestOptions = {
  readonly base: string
  readonly scope: 'base' | 'one' | 'sub'
  readonly filter: Filter
  /** What to return; [] asks for all user attributes. */
  readonly attributes: readonly string[]
  readonly controls?: readonly Control[]
  /** Entries at most; the server's size-limit result is then no error. Default no limit. */
  readonly sizeLimit?: number
}

/** An entry that the server sent and that could not be decoded, or is too large to be. */
export type EntryProblem = { readonly dn: string; readonly reason: string }

/** Gets the entries of a search as they arrive. What it throws ends the search and rejects it. */
export type EntrySink = {
  entry(entry: DirectoryEntry): void
  /** Default: the search rejects. */
  problem?(problem: EntryProblem): void
}
