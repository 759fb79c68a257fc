import Link from 'next/link'
import { formatNumber } from './format.ts'

type Figure = {
  readonly label: string
  readonly value: number
  readonly note?: string
  /** Where the objects behind the number are. */
  readonly href?: string
}

/** A few numbers side by side. */
export function Figures({ figures }: { figures: readonly Figure[] }) {
  return (
    <dl className="flex flex-wrap gap-x-8 gap-y-3">
      {figures.map(({ label, value, note, href }) => (
        <div key={label}>
          <dt className="text-caption text-muted">{label}</dt>
          <dd>
            <span className="block text-figure font-semibold">
              {href === undefined ? (
                formatNumber(value)
              ) : (
                <Link className="hover:underline" href={href}>
                  {formatNumber(value)}
                </Link>
              )}
            </span>
            {note === undefined ? null : <span className="text-caption text-muted">{note}</span>}
          </dd>
        </div>
      ))}
    </dl>
  )
}
