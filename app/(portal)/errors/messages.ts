import { formatCount } from '../../_ui/format.ts'

export const messages = {
  title: 'Sync errors',
  intro: 'Objects that could not be imported, synchronised or exported. Everything else goes on.',
  empty: 'No sync errors',
  emptyHelp: 'Every object in scope is in step.',
  noMatch: 'No error of this kind',
  clear: 'Show all',
  object: 'Object',
  category: 'Category',
  attribute: 'Attribute',
  value: 'Value',
  conflict: 'Conflicting object',
  code: 'Code',
  since: 'Since',
  connector: 'Connector',
  cause: 'Cause',
  fix: 'What to do',
  all: 'All',
  thisObject: 'This object',
  otherObject: 'The other object',
  openObject: 'Open in connector space',
  count: (count: number) => formatCount(count, 'object', 'objects'),
  categories: {
    'duplicate-attribute': 'Duplicate attribute',
    'data-mismatch': 'Data mismatch',
    'data-validation': 'Data validation',
    'federated-domain-change': 'Federated domain change',
    'large-attribute': 'Large attribute',
    'admin-role-conflict': 'Admin-role conflict',
    other: 'Other',
  },
} as const

/** The heading of a category as the server names it. */
export function categoryName(category: string): string {
  const names: Readonly<Record<string, string>> = messages.categories
  return names[category] ?? category
}
