import { formatNumber } from './format.ts'

type ProgressProps = {
  label: string
  done: number
  /** Undefined while the end is not known: the bar then only says that work goes on. */
  total: number | undefined
}

/** A progress bar with its figures in words. */
export function Progress({ label, done, total }: ProgressProps) {
  const known = total !== undefined && total > 0
  const percent = known ? Math.min(100, Math.round((done / total) * 100)) : undefined
  const figures = known ? `${formatNumber(done)} of ${formatNumber(total)}` : formatNumber(done)
  return (
    <div className="flex flex-col gap-1">
      <div className="flex flex-wrap justify-between gap-x-3">
        <span>{label}</span>
        <span className="text-muted">
          {figures}
          {percent === undefined ? null : ` · ${percent} %`}
        </span>
      </div>
      <div
        role="progressbar"
        aria-label={label}
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={percent}
        aria-valuetext={figures}
        className="h-2 overflow-hidden rounded-full bg-sunken"
      >
        <div
          className={
            percent === undefined
              ? 'h-full w-1/3 animate-pulse bg-accent motion-reduce:animate-none'
              : 'h-full bg-accent transition-[width] duration-500 motion-reduce:transition-none'
          }
          style={percent === undefined ? undefined : { width: `${percent}%` }}
        />
      </div>
    </div>
  )
}
