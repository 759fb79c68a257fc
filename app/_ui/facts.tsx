import type { ReactNode } from 'react'
import { classNames } from './class-names.ts'

export type Fact = { readonly label: ReactNode; readonly value: ReactNode }

/** Names and values, as a definition list. */
export function Facts({ facts, wide = false }: { facts: readonly Fact[]; wide?: boolean }) {
  return (
    <dl
      className={classNames(
        'grid gap-x-6 gap-y-2',
        wide
          ? 'sm:grid-cols-[fit-content(14rem)_minmax(0,1fr)]'
          : 'grid-cols-[repeat(auto-fit,minmax(min(14rem,100%),1fr))]',
      )}
    >
      {facts.map((fact, index) =>
        wide ? (
          // biome-ignore lint/suspicious/noArrayIndexKey: the facts of one page keep their order
          <div key={index} className="contents">
            <dt className="text-muted">{fact.label}</dt>
            <dd className="mb-1 min-w-0 sm:mb-0">{fact.value}</dd>
          </div>
        ) : (
          // biome-ignore lint/suspicious/noArrayIndexKey: the facts of one page keep their order
          <div key={index} className="min-w-0">
            <dt className="text-caption text-muted">{fact.label}</dt>
            <dd className="min-w-0">{fact.value}</dd>
          </div>
        ),
      )}
    </dl>
  )
}
