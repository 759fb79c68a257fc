export type StatisticGroup = { readonly title: string; readonly statistics: Readonly<Record<string, string>> }

/** The run statistics of the reference, in the order people read them. */
export const STATISTIC_GROUPS: readonly StatisticGroup[] = [
  {
    title: 'Staging',
    statistics: {
      'stage-add': 'Adds',
      'stage-update': 'Updates',
      'stage-rename': 'Renames',
      'stage-delete': 'Deletes',
      'stage-delete-add': 'Replaced',
      'stage-no-change': 'Unchanged',
    },
  },
  {
    title: 'Inbound',
    statistics: {
      'disconnector-projected': 'Projected',
      'disconnector-joined': 'Joined',
      'disconnector-filtered': 'Filtered',
      'disconnector-remains': 'Not joined',
      'connector-flow': 'Flow updates',
      'connector-no-flow': 'Without change',
      'connector-filtered-remove-mv': 'Filtered, metaverse object removed',
      'connector-filtered-leave-mv': 'Filtered, metaverse object kept',
      'connector-delete-remove-mv': 'Deleted, metaverse object removed',
      'connector-delete-leave-mv': 'Deleted, metaverse object kept',
      'connector-disconnected': 'Disconnected',
    },
  },
  {
    title: 'Outbound',
    statistics: {
      'provisioned-add': 'Provisioned',
      'provisioned-join': 'Joined',
      'export-flow': 'Updated',
      'provisioned-rename': 'Renamed',
      'provisioned-disconnect': 'Deprovisioned',
    },
  },
  {
    title: 'Export',
    statistics: {
      'export-add': 'Adds',
      'export-update': 'Updates',
      'export-rename': 'Renames',
      'export-delete': 'Deletes',
      'export-reference-add': 'References added',
      'export-reference-remove': 'References removed',
      'export-confirmed': 'Confirmed',
      'export-retry': 'Retries',
    },
  },
]

const KNOWN = new Set(STATISTIC_GROUPS.flatMap((group) => Object.keys(group.statistics)))

/** Counters that no group names, so that nothing a run counted is hidden. `errors` is shown by itself. */
export function otherStatistics(counted: Readonly<Record<string, number>>): readonly string[] {
  return Object.keys(counted).filter((name) => !KNOWN.has(name) && name !== 'errors')
}

/** "Staging adds" for `stage-add`. */
export function statisticName(statistic: string): string {
  for (const { title, statistics } of STATISTIC_GROUPS) {
    const name = statistics[statistic]
    if (name !== undefined) return `${title}: ${name.toLowerCase()}`
  }
  return statistic
}

const NOT_OBJECT_LISTS = new Set([
  'stage-no-change',
  'connector-no-flow',
  'export-reference-add',
  'export-reference-remove',
  'errors',
])

/** Whether the run kept the objects behind the number. Unchanged ones are only counted. */
export function hasObjects(statistic: string): boolean {
  return !NOT_OBJECT_LISTS.has(statistic)
}

/** Adds, updates and deletes of any step, for one line in a list. */
export function changeCounts(counted: Readonly<Record<string, number>>) {
  const sum = (...names: readonly string[]) => names.reduce((total, name) => total + (counted[name] ?? 0), 0)
  return {
    adds: sum('stage-add', 'provisioned-add', 'export-add'),
    updates: sum('stage-update', 'stage-rename', 'export-flow', 'export-update', 'export-rename'),
    deletes: sum('stage-delete', 'stage-delete-add', 'provisioned-disconnect', 'export-delete'),
  }
}
