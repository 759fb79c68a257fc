import { formatCount } from '../../_ui/format.ts'

export const messages = {
  label: 'Domains and organisational units',
  search: 'Search by name',
  searchHelp: 'Searches the parts of the tree that are open.',
  all: 'Select all',
  none: 'Select none',
  nothing: 'Choose at least one OU, or nothing will sync',
  loading: 'Loading…',
  whole: (domains: number) => `${formatCount(domains, 'domain', 'domains')} in scope`,
  summary: (domains: number, chosen: number) =>
    `${formatCount(domains, 'domain', 'domains')}, ${formatCount(chosen, 'choice', 'choices')} below them`,
  kinds: { domain: 'Domain', ou: 'OU', container: 'Container' },
  noMatch: 'No open container matches',
} as const
