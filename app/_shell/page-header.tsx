import { ChevronRight } from 'lucide-react'
import Link from 'next/link'
import type { ReactNode } from 'react'

export type Crumb = { readonly label: string; readonly href: string }

type PageHeaderProps = {
  /** Ancestors of the page, outermost first; the page itself is the title. */
  crumbs?: readonly Crumb[]
  title: ReactNode
  status?: ReactNode
  /** One line below the title: freshness, identifiers. */
  note?: ReactNode
  /** The command bar: primary first. */
  commands?: ReactNode
}

export function PageHeader({ crumbs = [], title, status, note, commands }: PageHeaderProps) {
  return (
    <div className="mb-4 flex flex-col gap-2">
      {crumbs.length === 0 ? null : (
        <nav aria-label="Breadcrumbs">
          <ol className="flex flex-wrap items-center gap-1 text-caption text-muted">
            {crumbs.map((crumb) => (
              <li key={crumb.href} className="flex items-center gap-1">
                <Link className="inline-flex min-h-6 items-center hover:underline" href={crumb.href}>
                  {crumb.label}
                </Link>
                <ChevronRight aria-hidden className="size-3 rtl:rotate-180" />
              </li>
            ))}
            <li aria-current="page" className="max-w-64 truncate">
              {title}
            </li>
          </ol>
        </nav>
      )}
      <div className="flex flex-wrap items-center gap-x-3 gap-y-2">
        <h1 className="min-w-0 text-title font-semibold break-words">{title}</h1>
        {status}
        {commands === undefined ? null : (
          <div className="flex flex-wrap items-center gap-2 md:ms-auto">{commands}</div>
        )}
      </div>
      {note === undefined ? null : <div className="text-muted">{note}</div>}
    </div>
  )
}
