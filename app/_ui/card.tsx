import type { ReactNode } from 'react'
import { useId } from 'react'
import { classNames } from './class-names.ts'

type CardProps = {
  title: ReactNode
  /** Pill, link or buttons at the end of the heading line. */
  aside?: ReactNode
  children: ReactNode
  footer?: ReactNode
  className?: string
}

export function Card({ title, aside, children, footer, className }: CardProps) {
  const headingId = useId()
  return (
    <section
      aria-labelledby={headingId}
      className={classNames('flex min-w-0 flex-col rounded-card border border-divider bg-surface', className)}
    >
      <div className="flex flex-wrap items-center justify-between gap-2 px-4 pt-3">
        <h2 id={headingId} className="text-section font-semibold">
          {title}
        </h2>
        {aside}
      </div>
      <div className="flex-1 px-4 py-3">{children}</div>
      {footer === undefined ? null : (
        <div className="flex flex-wrap items-center gap-3 border-t border-divider px-4 py-2">{footer}</div>
      )}
    </section>
  )
}

/** Cards side by side, at least 280 px each. */
export function CardGrid({ children }: { children: ReactNode }) {
  return (
    <div className="grid grid-cols-[repeat(auto-fit,minmax(min(17.5rem,100%),1fr))] gap-4 md:gap-6">
      {children}
    </div>
  )
}
