export const messages = {
  title: 'Audit log',
  intro: 'Who changed or was refused what, newest first. Entries cannot be changed or removed.',
  time: 'Time',
  actor: 'Actor',
  activity: 'Activity',
  target: 'Target',
  result: 'Result',
  address: 'Address',
  correlation: 'Correlation id',
  reason: 'Reason',
  before: 'Before',
  after: 'After',
  done: 'Done',
  refused: 'Refused',
  anyone: 'Not signed in',
  category: 'Category',
  allCategories: 'All categories',
  outcome: 'Result',
  anyOutcome: 'Any result',
  categories: {
    access: 'Access',
    connectors: 'Connectors',
    synchronization: 'Synchronization',
    configuration: 'Configuration',
  },
  empty: 'Nothing has happened yet',
  noMatch: 'No entries match the filters',
  clear: 'Clear filters',
  details: (activity: string) => `Details: ${activity}`,
} as const

/** "Connector created" for `connector.created`. */
export function activityName(action: string): string {
  const words = action.replaceAll(/[._]/g, ' ')
  return words.charAt(0).toUpperCase() + words.slice(1)
}
