import Link from 'next/link'
import { formatNumber } from '../../../../_ui/format.ts'
import { hasObjects, otherStatistics, STATISTIC_GROUPS } from '../../_components/statistics.ts'
import { messages } from '../messages.ts'

type Statistics = Readonly<Record<string, number>>

/** What the run counted; every number but zero opens its objects. */
export function StatisticsMatrix({ runId, statistics }: { runId: string; statistics: Statistics }) {
  const others = otherStatistics(statistics)
  const groups = [
    ...STATISTIC_GROUPS,
    ...(others.length === 0
      ? []
      : [{ title: messages.other, statistics: Object.fromEntries(others.map((name) => [name, name])) }]),
  ].filter((group) => Object.keys(group.statistics).some((name) => (statistics[name] ?? 0) > 0))
  return (
    <section aria-labelledby="statistics" className="flex flex-col gap-2">
      <h2 id="statistics" className="text-section font-semibold">
        {messages.statistics}
      </h2>
      {groups.length === 0 ? <p className="text-muted">{messages.noStatistics}</p> : null}
      <div className="grid gap-4 md:grid-cols-2 xl:grid-cols-4">
        {groups.map((group) => (
          <table
            key={group.title}
            className="h-fit w-full border-separate border-spacing-0 overflow-hidden rounded-card border border-divider bg-surface"
          >
            <thead>
              <tr>
                <th colSpan={2} scope="colgroup" className="border-b border-divider px-3 py-2 text-start">
                  {group.title}
                </th>
              </tr>
            </thead>
            <tbody>
              {Object.entries(group.statistics).map(([name, label]) => (
                <tr key={name}>
                  <th scope="row" className="px-3 py-1 text-start font-normal">
                    {label}
                  </th>
                  <td className="px-3 py-1 text-end">
                    <Count runId={runId} statistic={name} label={label} count={statistics[name] ?? 0} />
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        ))}
      </div>
    </section>
  )
}

function Count({
  runId,
  statistic,
  label,
  count,
}: {
  runId: string
  statistic: string
  label: string
  count: number
}) {
  if (count === 0) return <span className="text-muted">0</span>
  if (!hasObjects(statistic)) return <span>{formatNumber(count)}</span>
  return (
    <Link
      className="link inline-flex min-h-6 items-center font-semibold"
      aria-label={messages.openList(label, count)}
      href={`/sync/runs/${runId}/objects?statistic=${statistic}`}
    >
      {formatNumber(count)}
    </Link>
  )
}
