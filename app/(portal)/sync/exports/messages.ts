import { formatCount, formatNumber } from '../../../_ui/format.ts'

export const messages = {
  title: 'Pending exports',
  intro: 'What the next export will do.',
  stagingTitle: 'Nothing is being written',
  stagingHelp:
    'Lockstep is in staging mode. Below is what it would write. When it looks right, approve it and go active.',
  empty: 'Nothing waiting',
  emptyHelp: 'Every change has been exported.',
  noMatch: 'No pending export matches the filters',
  clear: 'Clear filters',
  operation: 'Operation',
  operations: { add: 'Add', update: 'Update', delete: 'Delete', disable: 'Disable' },
  allOperations: 'All operations',
  connector: 'Connector',
  search: 'Search by name',
  object: 'Object',
  type: 'Type',
  attributes: 'Changes',
  deleteDetail: 'The object is deleted in the cloud directory. It can be restored for 30 days.',
  referenceChange: (attribute: string, add: number, remove: number) =>
    `${attribute}: ${formatNumber(add)} added, ${formatNumber(remove)} removed`,
  since: 'Since',
  changeCount: (count: number) => formatCount(count, 'change', 'changes'),
  hide: 'Hide changes',
  of: (name: string) => ` of ${name}`,
  counts: { adds: 'Adds', updates: 'Updates', deletes: 'Deletes', disables: 'Disables' },
  guardTitle: 'Too many deletes: export is blocked',
  guardHelp:
    'Nothing of this set is written until exactly these changes are approved, or the source is corrected.',
  review: (count: number) => `Review ${formatCount(count, 'delete', 'deletes')}`,
  approve: (count: number) => `Allow these ${formatNumber(count)} once`,
  approveTitle: 'Allow these changes once?',
  approveText: (count: number) =>
    `${formatCount(count, 'delete or disable', 'deletes and disables')} will be written by the next export. The guard stays on for every later change.`,
  typeCount: (count: number) => `Type ${count} to confirm`,
  typeCountError: (count: number) => `Enter the number ${count}`,
  approved: 'Approved. They are written by the next export.',
  cancel: 'Cancel',
  goActive: 'Approve and go active',
  goActiveTitle: 'Approve and go active?',
  goActiveText: (adds: number, updates: number, deletes: number) =>
    `The next export writes ${formatCount(adds, 'add', 'adds')}, ${formatCount(updates, 'update', 'updates')} and ${formatCount(deletes, 'delete', 'deletes')} to the cloud directory. From then on Lockstep writes after each cycle. You can return to staging at any time.`,
  goActiveConfirm: 'Go active',
  wentActive: 'Lockstep is active. A cycle writes the changes now.',
  csv: 'Export CSV',
  csvHint: 'The rows loaded so far',
} as const
